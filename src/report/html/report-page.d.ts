/** Generated from client/ and report.css by tools/generate/report-page.mjs. */
declare module '*/generated/report-page.js' {
  /** What runs in the browser, and how the page looks, as they stand in the file. */
  export const reportScript: string;
  export const reportStyle: string;
}
