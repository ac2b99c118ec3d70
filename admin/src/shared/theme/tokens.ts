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
