import type { CustomSeriesOption } from 'echarts/charts';
import type { EChartsCoreOption } from 'echarts/core';
import type { Bar, Drawing } from './drawing.ts';
import { fitted, widthOf } from './fit.ts';
import { FONT } from './fonts.ts';

/** A phone shows a message's picture about this wide. */
const WIDTH = 360;
const MARGIN = 16;
const HEAD = 64;
const ROW = 45;

/** Light paper, which reads in a light Slack and in a dark one. Each colour has 4.5 : 1 or more on it. */
const PAPER = '#f6f7f9';
const INK = '#1b1d21';
const SOFT = '#565b64';
const LINE = '#8a9099';
const TONES: Record<Bar['tone'], string> = {
  whole: '#33475b',
  part: '#4a6685',
  worse: '#b5472b',
  better: '#1f7a6b',
  neither: '#7a5a9e',
};

const TEXT = 13;
const TITLE = 15;
const NOTE = 12;
const BAR = 14;
/** From the top of a row to its bar. */
const DOWN = TEXT + 5;
/** So that a small bar among large ones is still seen. */
const THINNEST = 2;
const GAP = 4;
const ROOM = WIDTH - 2 * MARGIN;

/** A drawing as a chart, and how large it is. */
export function chartOf({ title, note, bars }: Drawing): {
  option: EChartsCoreOption;
  width: number;
  height: number;
} {
  const most = Math.max(1, ...bars.flatMap(({ from, to }) => [from, to]));
  return {
    width: WIDTH,
    height: HEAD + bars.length * ROW + MARGIN / 2,
    option: {
      animation: false,
      backgroundColor: PAPER,
      title: {
        left: MARGIN,
        top: MARGIN,
        padding: 0,
        itemGap: 6,
        text: fitted(title, ROOM, TITLE, true),
        textStyle: { fontFamily: FONT, fontSize: TITLE, fontWeight: 'bold', color: INK },
        subtext: fitted(note, ROOM, NOTE, false),
        subtextStyle: { fontFamily: FONT, fontSize: NOTE, color: SOFT },
      },
      grid: { left: MARGIN, right: MARGIN, top: HEAD, height: bars.length * ROW, containLabel: false },
      xAxis: { type: 'value', show: false, min: 0, max: most },
      yAxis: { type: 'category', show: false, inverse: true, data: bars.map((_, index) => String(index)) },
      series: [{ type: 'custom', data: bars.map(({ to }, index) => [to, index]), renderItem: rowOf(bars) }],
    },
  };
}

/** A row: the name and the figure, under them the bar, and from its end a line to where the next begins. */
function rowOf(bars: readonly Bar[]): CustomSeriesOption['renderItem'] {
  return ({ dataIndex }, api) => {
    const bar = bars[dataIndex];
    if (!bar) return null;
    const bold = bar.tone === 'whole';
    const at = (value: number) => api.coord([Math.max(value, 0), dataIndex])[0] ?? MARGIN;
    const top = HEAD + dataIndex * ROW;
    const [start, end] = [Math.min(at(bar.from), at(bar.to)), Math.max(at(bar.from), at(bar.to))];
    const width = Math.max(end - start, THINNEST);
    const words = (text: string, align: 'left' | 'right') => wordsAt(text, top, { align, bold });
    const room = ROOM - widthOf(bar.figure, TEXT, bold) - GAP;
    return {
      type: 'group',
      children: [
        ...words(fitted(bar.name, room, TEXT, bold), 'left'),
        ...words(bar.figure, 'right'),
        {
          type: 'rect',
          shape: { x: Math.min(start, WIDTH - MARGIN - width), y: top + DOWN, width, height: BAR, r: 2 },
          style: { fill: TONES[bar.tone] },
        },
        ...(bar.leads ? [lead(at(bar.to), top + DOWN + BAR, top + ROW + DOWN)] : []),
      ],
    };
  };
}

const lead = (x: number, y1: number, y2: number) => ({
  type: 'line' as const,
  shape: { x1: x, y1, x2: x, y2 },
  style: { stroke: LINE, lineWidth: 1, lineDash: [2, 3] },
});

/** On paper of their own, so that no line runs through them. */
function wordsAt(text: string, y: number, { align, bold }: { align: 'left' | 'right'; bold: boolean }) {
  const width = widthOf(text, TEXT, bold);
  const x = align === 'left' ? MARGIN : WIDTH - MARGIN;
  return [
    {
      type: 'rect' as const,
      shape: { x: align === 'left' ? x : x - width, y: y - 1, width: width + 2, height: TEXT + 3 },
      style: { fill: PAPER },
    },
    {
      type: 'text' as const,
      style: {
        text,
        x,
        y,
        align,
        verticalAlign: 'top' as const,
        fill: INK,
        fontFamily: FONT,
        fontSize: TEXT,
        fontWeight: bold ? ('bold' as const) : ('normal' as const),
      },
    },
  ];
}
