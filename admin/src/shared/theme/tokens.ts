/** A colour with its light and its dark value, declared together so neither theme is an afterthought. */
export interface Shade {
  readonly light: string;
  readonly dark: string;
}

const shade = (light: string, dark: string): Shade => ({ light, dark });

/** The six ten-step scales; no other palette is reachable from the theme. */
export const scales = {
  eucalypt: ['#f4f9f6', '#eaf3ee', '#cfe5da', '#b7d3c6', '#84c7a9', '#307e62', '#2b755c', '#1f5a46', '#174737', '#10211a'],
  stone: ['#faf9f6', '#f4f2ed', '#ebe8e1', '#e7e3db', '#d6d1c7', '#938d82', '#6b665c', '#57534a', '#3a3732', '#23211c'],
  dark: ['#ece9e2', '#b5afa4', '#9c968b', '#7a756b', '#3d3a35', '#2d2b28', '#23221f', '#1a1917', '#161513', '#121210'],
  rust: ['#fcf0ed', '#f6d9d3', '#e8bfb7', '#f09d90', '#d9705f', '#b23d2e', '#a83225', '#a02c21', '#64362e', '#2e1d1a'],
  ochre: ['#fcf5e6', '#f6e8c8', '#e6d09f', '#e2b768', '#c9973f', '#a9772a', '#946211', '#7d5007', '#574626', '#2b2418'],
  slate: ['#edf4f8', '#d6e5ef', '#bdd4e2', '#96c1de', '#6a9fc2', '#47809f', '#366d8e', '#28597a', '#2f4a5c', '#1a262e'],
} as const;

/** Surfaces, lines, text and meaning: every colour the screens may use, by name. */
export const tokens = {
  canvas: shade('#f4f2ed', '#121210'),
  surface: shade('#ffffff', '#1a1917'),
  raised: shade('#ffffff', '#23221f'),
  sunken: shade('#faf9f6', '#161513'),
  hover: shade('#f5f3ef', '#23221f'),
  press: shade('#ebe8e1', '#2d2b28'),
  line: shade('#e7e3db', '#2d2b28'),
  'line-2': shade('#d6d1c7', '#3d3a35'),
  'field-line': shade('#938d82', '#7a756b'),
  text: shade('#23211c', '#ece9e2'),
  'text-2': shade('#57534a', '#b5afa4'),
  'text-3': shade('#6b665c', '#9c968b'),
  accent: shade('#1f5a46', '#84c7a9'),
  'accent-fill': shade('#1f5a46', '#2b755c'),
  'accent-fill-hover': shade('#174737', '#307e62'),
  'on-accent': shade('#ffffff', '#ffffff'),
  danger: shade('#a02c21', '#f09d90'),
  'danger-fill': shade('#a83225', '#b23d2e'),
  warn: shade('#7d5007', '#e2b768'),
  info: shade('#28597a', '#96c1de'),
  focus: shade('#2b755c', '#84c7a9'),
  progress: shade('#1f5a46', '#54a888'),
  'accent-soft': shade('#eaf3ee', '#1b2c25'),
  'accent-softer': shade('#f4f9f6', '#19221e'),
  'accent-line': shade('#b7d3c6', '#33594a'),
  'accent-mark': shade('#cfe5da', '#2c4d40'),
  'danger-soft': shade('#fcf0ed', '#2e1d1a'),
  'danger-line': shade('#e8bfb7', '#64362e'),
  'warn-soft': shade('#fcf5e6', '#2b2418'),
  'warn-line': shade('#e6d09f', '#574626'),
  'info-soft': shade('#edf4f8', '#1a262e'),
  'info-line': shade('#bdd4e2', '#2f4a5c'),
  float: shade('#23211c', '#33312c'),
  'float-line': shade('#23211c', '#4a4741'),
  'on-float': shade('#f3f0ea', '#f3f0ea'),
  'on-float-2': shade('#c9c4b9', '#c9c4b9'),
  bark: shade('#163f31', '#10211a'),
  'bark-grain': shade('#235a47', '#1a3328'),
  'on-bark': shade('#eef5f1', '#eef5f1'),
  'on-bark-2': shade('#b9d2c6', '#b9d2c6'),
  p1: shade('#22503f', '#b5d9c7'),
  'p1-bg': shade('#dde9e2', '#2a3f35'),
  p2: shade('#70431c', '#ecc9a6'),
  'p2-bg': shade('#f0e2d3', '#46352a'),
  p3: shade('#264f6b', '#b2d0e4'),
  'p3-bg': shade('#dce6ed', '#283a46'),
  p4: shade('#614a0c', '#e3cf94'),
  'p4-bg': shade('#efe5c9', '#413823'),
  p5: shade('#7a3327', '#f0bcb1'),
  'p5-bg': shade('#f1deda', '#482f2a'),
  p6: shade('#4c483f', '#d3cec3'),
  'p6-bg': shade('#e6e3dc', '#3a3732'),
} as const satisfies Record<string, Shade>;

/** The name of a colour. */
export type TokenName = keyof typeof tokens;

/** One family for everything; its figures are tabular by default. */
export const family = '"Hanken Grotesk Variable", "Segoe UI", system-ui, -apple-system, sans-serif';

/** Depth, in three steps: pressed with a hair, floating, floating over work. */
export const depth = {
  'sh-1': shade('0 1px 2px rgb(46 41 30 / 0.06)', '0 1px 2px rgb(0 0 0 / 0.4)'),
  'sh-2': shade(
    '0 2px 6px rgb(46 41 30 / 0.08), 0 12px 32px rgb(46 41 30 / 0.12)',
    '0 2px 6px rgb(0 0 0 / 0.4), 0 12px 32px rgb(0 0 0 / 0.55)',
  ),
  'sh-3': shade(
    '0 4px 12px rgb(46 41 30 / 0.1), 0 24px 64px rgb(46 41 30 / 0.2)',
    '0 4px 12px rgb(0 0 0 / 0.5), 0 24px 64px rgb(0 0 0 / 0.7)',
  ),
} as const satisfies Record<string, Shade>;
