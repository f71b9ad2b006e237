// @ts-check
// From the site's one accent colour to colours that can be read on light and on dark paper.

/** @param {number[]} rgb */
function luminance(rgb) {
  const [r, g, b] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {number[]} a @param {number[]} b */
export function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Moves a colour towards black or white until text of it has 4.5 : 1 on the ground.
 * @param {number[]} rgb @param {number[]} ground */
export function readable(rgb, ground) {
  const target = luminance(ground) > 0.3 ? 0 : 255;
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed = rgb.map((part) => Math.round(part + (target - part) * share));
    if (contrast(mixed, ground) >= 4.6) return mixed;
  }
  return [target, target, target];
}

/** @param {string} colour `#rgb` or `#rrggbb` @returns {number[] | null} */
export function hex(colour) {
  const found = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (!found) return null;
  const long = found.length === 3 ? [...found].map((digit) => digit + digit).join('') : found;
  return [0, 2, 4].map((at) => parseInt(long.slice(at, at + 2), 16));
}

/** Applies `data-accent` and `data-theme`. @param {HTMLElement} host @param {Record<string, string>} data */
export function theme(host, data) {
  if (data.theme === 'light' || data.theme === 'dark') host.style.setProperty('--answerdesk-scheme', data.theme);
  const accent = hex(data.accent || getComputedStyle(host).getPropertyValue('--answerdesk-accent') || '');
  if (!accent) return;
  const css = (/** @type {number[]} */ rgb) => `rgb(${rgb.join(' ')})`;
  const on = contrast(accent, [255, 255, 255]) >= 4.5 ? [255, 255, 255] : [12, 18, 16];
  host.style.setProperty('--accent-fill', css(accent));
  host.style.setProperty('--accent-on', css(on));
  host.style.setProperty('--accent-text', `light-dark(${css(readable(accent, [244, 247, 245]))},${css(readable(accent, [28, 36, 34]))})`);
}
