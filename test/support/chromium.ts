import { execFileSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

/** Starts Debian's Chromium, without what costs CPU time and shows nothing: pages of its own, a process for each site, animations. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
    args: [
      ...['--no-sandbox', '--disable-background-networking', '--no-first-run'],
      ...['--disable-gpu', '--in-process-gpu', '--disable-software-rasterizer'],
      ...['--process-per-site', '--renderer-process-limit=1', '--force-prefers-reduced-motion'],
      `--disable-features=${unneeded.join()}`,
    ],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}

/** The last four are disabled by Playwright too, whose list this one replaces: of two `--disable-features` the last one counts. */
const unneeded = [
  ...['PreloadTopChromeWebUI', 'WebUIOmniboxPopup', 'InitialWebUI', 'WebUIReloadButton'],
  ...['HttpsUpgrades', 'LensOverlay', 'MediaRouter', 'OptimizationHints'],
];
