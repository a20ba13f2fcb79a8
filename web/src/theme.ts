import {
  Alert,
  Anchor,
  Avatar,
  Badge,
  Button,
  createTheme,
  InputWrapper,
  NativeSelect,
  Paper,
  PasswordInput,
  TextInput,
  Title,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** The accent. Shade 7 is the filled button in light, shade 6 in dark. */
const pine: MantineColorsTuple = [
  '#eef6f1',
  '#d8eae0',
  '#b4d7c5',
  '#8fc6ab',
  '#74bd9a',
  '#4c9b78',
  '#2b7a5a',
  '#1d6549',
  '#16523b',
  '#0e3d2b',
];

/** Neutrals of the light scheme, a little warm. Shade 6 is secondary text. */
const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f3f2ee',
  '#e8e6e0',
  '#d8d6ce',
  '#bab8af',
  '#8f8d84',
  '#63625b',
  '#4a4944',
  '#33322e',
  '#201f1c',
];

/** Neutrals of the dark scheme, from text to shadow. Shade 2 is secondary text. */
const dark: MantineColorsTuple = [
  '#e9eae6',
  '#cdcfca',
  '#a7aaa3',
  '#80847c',
  '#4a4f49',
  '#343934',
  '#262a26',
  '#1b1f1c',
  '#141715',
  '#0e100f',
];

const red: MantineColorsTuple = [
  '#fdf1ef',
  '#f9dfdb',
  '#f1bdb5',
  '#e9a096',
  '#f0938a',
  '#d1584c',
  '#bc4236',
  '#a8332a',
  '#8b2820',
  '#6e1e18',
];

const sans = "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif";

/** The design: colour, type, spacing and radius. Restyle the app here. */
export const theme = createTheme({
  colors: { pine, gray, dark, red },
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  black: '#201f1c',
  fontFamily: sans,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.55', lg: '1.5', xl: '1.45' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.5rem' },
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '16px', xl: '24px' },
  defaultRadius: 'md',
  shadows: { md: '0 1px 2px rgb(32 31 28 / 5%), 0 12px 32px -12px rgb(32 31 28 / 14%)' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Alert: Alert.extend({
      defaultProps: { radius: 'md' },
      styles: { root: { padding: '0.875rem 1rem' }, icon: { marginInlineEnd: '0.75rem' } },
    }),
    Avatar: Avatar.extend({ defaultProps: { color: 'pine' } }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', size: 'lg', tt: 'none', fw: 550, radius: 'sm' },
    }),
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    Button: Button.extend({ defaultProps: { size: 'md' } }),
    InputWrapper: InputWrapper.extend({
      styles: {
        label: { marginBottom: '0.375rem', fontSize: '0.875rem', fontWeight: 550 },
        description: { fontSize: '0.875rem', lineHeight: 1.4 },
        error: { fontSize: '0.875rem', lineHeight: 1.4 },
      },
    }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'md' } }),
    Paper: Paper.extend({ defaultProps: { radius: 'lg' } }),
    PasswordInput: PasswordInput.extend({
      defaultProps: {
        size: 'md',
        visibilityToggleButtonProps: { 'aria-label': 'Show the password', tabIndex: 0 },
      },
    }),
    TextInput: TextInput.extend({ defaultProps: { size: 'md' } }),
    Title: Title.extend({ defaultProps: { textWrap: 'balance' } }),
  },
});

/** Tokens that Mantine has no name for. `--canvas` lies behind the cards, `--edge` is the line around a field, `--focus` the one around a field that has the focus. */
export const variables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--canvas': '#f5f4f0',
    '--edge': gray[5],
    '--focus': pine[7],
    '--line': gray[2],
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-error': red[7],
    '--mantine-color-anchor': pine[7],
    '--mantine-color-default-border': gray[4],
    '--mantine-color-pine-light': '#e3efe8',
    '--mantine-color-pine-light-hover': pine[1],
    '--mantine-color-pine-light-color': pine[8],
    '--mantine-color-gray-light': gray[1],
    '--mantine-color-gray-light-color': gray[8],
    '--mantine-color-red-light': red[0],
    '--mantine-color-red-light-color': red[8],
    '--mantine-color-yellow-light': '#faf0d7',
    '--mantine-color-yellow-light-color': '#6b4a00',
  },
  dark: {
    '--canvas': colors.dark[8],
    '--edge': colors.dark[3],
    '--focus': pine[4],
    '--line': colors.dark[5],
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-error': red[4],
    '--mantine-color-anchor': pine[3],
    '--mantine-color-default-border': dark[4],
    '--mantine-color-pine-light': 'rgb(116 189 154 / 13%)',
    '--mantine-color-pine-light-hover': 'rgb(116 189 154 / 19%)',
    '--mantine-color-pine-light-color': '#9dd4b8',
    '--mantine-color-gray-light': 'rgb(233 234 230 / 9%)',
    '--mantine-color-gray-light-color': dark[0],
    '--mantine-color-red-light': 'rgb(240 147 138 / 11%)',
    '--mantine-color-red-light-color': red[4],
    '--mantine-color-yellow-light': 'rgb(232 200 119 / 12%)',
    '--mantine-color-yellow-light-color': '#e8c877',
  },
});
