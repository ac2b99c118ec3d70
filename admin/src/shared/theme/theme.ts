import { createTheme, defaultVariantColorsResolver } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple, VariantColorsResolver } from '@mantine/core';
import { depth, family, scales, tokens } from './tokens.js';
import classes from './controls.module.css';

const scale = (name: keyof typeof scales): MantineColorsTuple => [...scales[name]] as unknown as MantineColorsTuple;
const rem = (px: number): string => `${px / 16}rem`;
const motion = { duration: 160, timingFunction: 'cubic-bezier(.2, 0, 0, 1)' };

/** Buttons weigh by fill, border, nothing: accent and danger fills, a danger outline, quiet. */
const variantColors: VariantColorsResolver = (input) => {
  const shown = defaultVariantColorsResolver(input);
  const danger = input.color === 'red';
  if (input.variant === 'filled') {
    const fill = danger ? 'danger-fill' : 'accent-fill';
    return {
      ...shown,
      background: `var(--ib-${fill})`,
      hover: danger ? 'var(--ib-danger-fill-hover)' : 'var(--ib-accent-fill-hover)',
      color: 'var(--ib-on-accent)',
      border: '1px solid transparent',
    };
  }
  if (input.variant === 'outline' && danger)
    return {
      background: 'var(--ib-surface)',
      hover: 'var(--ib-danger-soft)',
      color: 'var(--ib-danger)',
      border: '1px solid var(--ib-danger-line)',
    };
  if (input.variant === 'subtle') {
    if (input.color === 'gray')
      return { background: 'transparent', hover: 'var(--ib-hover)', color: 'var(--ib-text-2)', border: '1px solid transparent' };
    return {
      background: 'transparent',
      hover: danger ? 'var(--ib-danger-soft)' : 'var(--ib-accent-soft)',
      color: danger ? 'var(--ib-danger)' : 'var(--ib-accent)',
      border: '1px solid transparent',
    };
  }
  return shown;
};

/** Ironbark's Mantine theme: eucalypt as the one accent, warm greys, one family, one scale of space and radius. */
export const theme = createTheme({
  colors: {
    eucalypt: scale('eucalypt'),
    gray: scale('stone'),
    dark: scale('dark'),
    red: scale('rust'),
    yellow: scale('ochre'),
    blue: scale('slate'),
    green: scale('eucalypt'),
  },
  primaryColor: 'eucalypt',
  primaryShade: { light: 7, dark: 6 },
  black: '#23211c',
  white: '#ffffff',
  fontFamily: family,
  fontFamilyMonospace: family,
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: '1.334', sm: '1.385', md: '1.5', lg: '1.5', xl: '1.4' },
  fontWeights: { regular: '420', medium: '540', bold: '620' },
  headings: {
    fontFamily: family,
    fontWeight: '620',
    textWrap: 'pretty',
    sizes: {
      h1: { fontSize: rem(26), lineHeight: rem(32) },
      h2: { fontSize: rem(23), lineHeight: rem(30) },
      h3: { fontSize: rem(20), lineHeight: rem(28) },
      h4: { fontSize: rem(15), lineHeight: rem(22) },
      h5: { fontSize: rem(14), lineHeight: rem(21) },
      h6: { fontSize: rem(13), lineHeight: rem(18) },
    },
  },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  radius: { xs: rem(4), sm: rem(6), md: rem(8), lg: rem(12), xl: rem(16) },
  defaultRadius: 'sm',
  shadows: { xs: 'var(--ib-sh-1)', sm: 'var(--ib-sh-1)', md: 'var(--ib-sh-2)', lg: 'var(--ib-sh-2)', xl: 'var(--ib-sh-3)' },
  breakpoints: { xs: '30em', sm: '47.5em', md: '62em', lg: '75em', xl: '90em' },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  autoContrast: false,
  variantColorResolver: variantColors,
  other: { figure: { fontSize: rem(44), lineHeight: rem(46), fontWeight: 580, letterSpacing: '-0.03em' } },
  components: {
    Button: { defaultProps: { size: 'sm' }, classNames: { root: classes['button'], label: classes['buttonLabel'] } },
    ActionIcon: { defaultProps: { size: 34 }, classNames: { root: classes['icon'] } },
    CloseButton: { classNames: { root: classes['icon'] } },
    Input: { defaultProps: { size: 'sm' }, classNames: { wrapper: classes['inputWrapper'], input: classes['input'] } },
    InputWrapper: {
      defaultProps: { size: 'sm', inputWrapperOrder: ['label', 'input', 'description', 'error'] },
      classNames: { root: classes['field'], label: classes['label'], description: classes['hint'], error: classes['error'] },
    },
    Checkbox: {
      defaultProps: { size: 'xs', radius: 'xs' },
      classNames: { input: classes['check'], body: classes['checkBody'], label: classes['checkLabel'], description: classes['checkHint'] },
    },
    Radio: {
      defaultProps: { size: 'xs' },
      classNames: { radio: classes['check'], body: classes['checkBody'], label: classes['checkLabel'] },
    },
    SegmentedControl: {
      defaultProps: { size: 'xs', withItemsBorders: false, transitionDuration: 160 },
      classNames: { root: classes['segments'], indicator: classes['segmentsIndicator'], label: classes['segment'] },
    },
    Popover: { defaultProps: { radius: 'lg', shadow: 'md', transitionProps: motion }, classNames: { dropdown: classes['float'] } },
    Menu: {
      defaultProps: { withInitialFocusPlaceholder: false, radius: 'lg', shadow: 'md', transitionProps: motion, width: 'max-content' },
      classNames: { dropdown: classes['menu'], item: classes['menuItem'], label: classes['menuLabel'], divider: classes['menuDivider'] },
    },
    Combobox: {
      defaultProps: { radius: 'lg', shadow: 'md', transitionProps: motion },
      classNames: { dropdown: classes['float'], option: classes['option'] },
    },
    Modal: {
      defaultProps: { radius: 'lg', shadow: 'md', centered: true, transitionProps: motion, closeButtonProps: { 'aria-label': 'Close' } },
      classNames: {
        inner: classes['modalInner'],
        content: classes['modal'],
        header: classes['modalHeader'],
        title: classes['modalTitle'],
        body: classes['modalBody'],
      },
    },
    // A dialog's head is no banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    Tooltip: { defaultProps: { radius: 'sm', openDelay: 300, transitionProps: motion }, classNames: { tooltip: classes['tooltip'] } },
    Table: { defaultProps: { verticalSpacing: 0, horizontalSpacing: 10, highlightOnHover: true, tabularNums: true } },
  },
});

type Scheme = 'light' | 'dark';

function own(scheme: Scheme): Record<string, string> {
  const named: [string, string][] = [...Object.entries(tokens), ...Object.entries(depth)].map(([name, value]) => [
    `--ib-${name}`,
    value[scheme],
  ]);
  const hover = scheme === 'light' ? scales.rust[7] : scales.rust[6];
  return { ...(Object.fromEntries(named) as Record<string, string>), '--ib-danger-fill-hover': hover };
}

function mantine(): Record<string, string> {
  return {
    '--mantine-color-body': 'var(--ib-surface)',
    '--mantine-color-text': 'var(--ib-text)',
    '--mantine-color-dimmed': 'var(--ib-text-3)',
    '--mantine-color-default': 'var(--ib-surface)',
    '--mantine-color-default-hover': 'var(--ib-hover)',
    '--mantine-color-default-color': 'var(--ib-text)',
    '--mantine-color-default-border': 'var(--ib-line-2)',
    '--mantine-color-placeholder': 'var(--ib-text-3)',
    '--mantine-color-anchor': 'var(--ib-accent)',
    '--mantine-color-error': 'var(--ib-danger)',
    '--mantine-color-bright': 'var(--ib-text)',
    '--mantine-primary-color-filled': 'var(--ib-accent-fill)',
    '--mantine-primary-color-filled-hover': 'var(--ib-accent-fill-hover)',
    '--mantine-color-disabled': 'var(--ib-press)',
    '--mantine-color-disabled-color': 'var(--ib-text-3)',
    '--mantine-color-disabled-border': 'var(--ib-line)',
  };
}

/** Names every token as `--ib-…` and points Mantine's own variables at them, per scheme. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...own('light'), ...mantine() },
  dark: { ...own('dark'), ...mantine() },
});
