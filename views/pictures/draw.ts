import { chartOf } from './chart.ts';
import type { Drawing } from './drawing.ts';
import { FONT, FONTS } from './fonts.ts';

/** Pixels for each point, for screens that have as many. */
const ZOOM = 2;

/**
 * A PNG. The chart library and the renderer are loaded with the first picture, so that neither slows the start, nor
 * keeps a machine that lacks the latter from doing all the rest. It is rendered beside the event loop.
 */
export async function draw(drawing: Drawing): Promise<Buffer> {
  const [{ renderAsync }, svg] = await Promise.all([import('@resvg/resvg-js'), svgOf(drawing)]);
  const rendered = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    // Without a font of ours there would be no letters, and no error.
    font: { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: FONT },
  });
  return rendered.asPng();
}

/** A chart that is not disposed of is kept for ever. */
export async function svgOf(drawing: Drawing): Promise<string> {
  const echarts = await library();
  const { width, height, option } = chartOf(drawing);
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** The parts of it that we draw with. */
async function library() {
  const [echarts, { CustomChart }, { GridComponent, TitleComponent }, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  echarts.use([CustomChart, GridComponent, TitleComponent, SVGRenderer]);
  return echarts;
}
