// Plots as SVG, readable on light and dark.
const WIDTH = 720;
const LEFT = 190;
const RIGHT = 90;

const style = `<style>
  svg { color-scheme: light dark; font: 13px system-ui, sans-serif }
  text { fill: #24292f }
  .ours { fill: #0b62d6; stroke: #0b62d6 }
  .other { fill: #8c959f; stroke: #8c959f }
  .line.line { fill: none; stroke-width: 2 }
  .bar { stroke: #b3261e; stroke-dasharray: 4 3 }
  .barred { fill: #b3261e }
  .spread { stroke: #24292f }
  .axis { stroke: #d0d7de }
  .bare { stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .ours { fill: #58a6ff; stroke: #58a6ff }
    .other { fill: #6e7681; stroke: #6e7681 }
    .bar { stroke: #ff8a80 }
    .barred { fill: #ff8a80 }
    .spread { stroke: #e6edf3 }
    .axis { stroke: #30363d }
  }
</style>`;

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const number = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });
const place = (value) => Number(value.toFixed(1));

const picture = (height, title, content) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">
${style}
<text x="0" y="16" font-weight="600">${escaped(title)}</text>
${content.join("\n")}
</svg>
`;

/**
 * One bar a subject, from zero, with the middle half of what was measured.
 * @param {{ title: string, unit: string, values: { label: string, value: number, spread?: number[], isOurs: boolean }[], bar?: number }} plot
 */
export function bars({ title, unit, values, bar }) {
  const ROW = 26;
  const top = bar === undefined ? 32 : 50;
  const most = Math.max(bar ?? 0, ...values.map(({ value, spread }) => Math.max(value, spread?.[1] ?? 0)));
  const x = (value) => place(LEFT + (value / most) * (WIDTH - LEFT - RIGHT));
  const content = values.flatMap(({ label, value, spread, isOurs }, index) => {
    const y = top + index * ROW;
    return [
      `<text x="${LEFT - 8}" y="${y + 14}" text-anchor="end"${isOurs ? ' font-weight="600"' : ""}>${escaped(label)}</text>`,
      `<rect class="${isOurs ? "ours" : "other"} bare" x="${LEFT}" y="${y + 2}" width="${place(Math.max(1, x(value) - LEFT))}" height="16"/>`,
      ...(spread === undefined ? [] : [`<path class="spread" d="M${x(spread[0])} ${y + 10}H${x(spread[1])}"/>`]),
      `<text x="${WIDTH - 20}" y="${y + 14}" text-anchor="end">${number(value)}</text>`,
    ];
  });
  const height = top + values.length * ROW + 4;
  if (bar !== undefined) {
    content.push(
      `<path class="bar" d="M${x(bar)} ${top - 6}V${height - 4}"/>`,
      `<text class="barred" x="${x(bar)}" y="${top - 10}" text-anchor="${x(bar) > WIDTH / 2 ? "end" : "start"}">bar: ${number(bar)} ${escaped(unit)}</text>`,
    );
  }
  return picture(height, `${title} (${unit})`, content);
}

/**
 * Lines over a count, both by powers of ten.
 * @param {{ title: string, unit: string, of: string, series: { label: string, points: number[][], isOurs: boolean }[] }} plot
 */
export function lines({ title, unit, of, series }) {
  const [top, bottom, left, right] = [34, 300, 60, WIDTH - 190];
  const log = Math.log10;
  const xs = series.flatMap(({ points }) => points.map(([count]) => log(count)));
  const ys = series.flatMap(({ points }) => points.map(([, value]) => log(value)));
  const [low, high] = [Math.floor(Math.min(...ys)), Math.ceil(Math.max(...ys))];
  const x = (count) => place(left + ((log(count) - Math.min(...xs)) / (Math.max(...xs) - Math.min(...xs))) * (right - left));
  const y = (value) => place(bottom - ((log(value) - low) / (high - low)) * (bottom - top));
  const content = [];
  for (let power = low; power <= high; power++) {
    const value = 10 ** power;
    content.push(`<path class="axis" d="M${left} ${y(value)}H${right}"/>`, `<text x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${number(value)}</text>`);
  }
  for (const count of [...new Set(series.flatMap(({ points }) => points.map(([count]) => count)))]) {
    content.push(`<text x="${x(count)}" y="${bottom + 20}" text-anchor="middle">${number(count)}</text>`);
  }
  content.push(`<text x="${right}" y="${bottom + 38}" text-anchor="end">${escaped(of)} at once</text>`);
  // Labels that would stand upon each other are moved apart.
  let above = -Infinity;
  for (const { label, points, isOurs } of [...series].sort((a, b) => y(a.points.at(-1)[1]) - y(b.points.at(-1)[1]))) {
    const name = isOurs ? "ours" : "other";
    const path = points.map(([count, value], index) => `${index === 0 ? "M" : "L"}${x(count)} ${y(value)}`).join("");
    content.push(`<path class="${name} line" d="${path}"/>`);
    for (const [count, value] of points) content.push(`<circle class="${name} bare" cx="${x(count)}" cy="${y(value)}" r="3.5"/>`);
    above = Math.max(above + 16, y(points.at(-1)[1]) + 4);
    content.push(`<text x="${right + 10}" y="${above}"${isOurs ? ' font-weight="600"' : ""}>${escaped(label)}</text>`);
  }
  return picture(bottom + 44, `${title} (${unit})`, content);
}
