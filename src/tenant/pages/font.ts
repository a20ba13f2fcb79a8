/** Path of the typeface of the tenant's pages. */
export const fontPath = '/u/inter.woff2';
