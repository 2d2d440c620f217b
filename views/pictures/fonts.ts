import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** The family that pictures are written in; it comes with us, and looks the same everywhere. */
export const FONT = 'DejaVu Sans';
export const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
  resolve(`dejavu-fonts-ttf/ttf/${file}`),
);
