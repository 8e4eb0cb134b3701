// A chart of one line that grows, in SVG; it has the width of its figure, and the colours of style.css.

const svgNamespace = 'http://www.w3.org/2000/svg';
const margin = { left: 40, right: 10, top: 8, bottom: 22 };

function shape(name, attributes, text = '') {
  const made = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** Round numbers from 0 to `most` or just above it, about `count` of them. */
function ticks(most, count) {
  const rough = most / count || 1, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999);
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

export class LineChart {
  #title; #format; #most; #figure; #marked; #drawing;
  #values = [];
  #length = 1;
  #pointed = null;
  #isWaiting = false;

  /** `format` writes a value for people; `most` is the upper end of the axis, where that is known. */
  constructor(figure, { title, format, most = null }) {
    [this.#figure, this.#title, this.#format, this.#most] = [figure, title, format, most];
    const caption = document.createElement('figcaption');
    this.#marked = document.createElement('span');
    caption.append(title, this.#marked);
    this.#drawing = shape('svg', { role: 'img' });
    figure.append(caption, this.#drawing);
    this.#drawing.onpointermove = ({ offsetX }) => this.#point(offsetX);
    this.#drawing.onpointerleave = () => this.#point(null);
    new ResizeObserver(() => this.#drawSoon()).observe(this.#drawing);
  }

  /** Empties it; so many values will come. */
  begin(length) {
    this.#values = [];
    this.#length = length;
    this.#pointed = null;
    this.#drawSoon();
  }

  add(value) {
    this.#values.push(value);
    this.#drawSoon();
  }

  #point(x) {
    const { left, width } = this.#inner();
    const last = this.#values.length - 1;
    const at = Math.round(((x - left) / width) * Math.max(1, this.#length - 1));
    this.#pointed = x === null || last < 0 ? null : Math.min(Math.max(at, 0), last);
    this.#drawSoon();
  }

  #drawSoon() {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      this.#draw();
    });
  }

  #inner() {
    const { clientWidth, clientHeight } = this.#drawing;
    return { left: margin.left, top: margin.top, width: clientWidth - margin.left - margin.right, height: clientHeight - margin.top - margin.bottom };
  }

  #draw() {
    const { left, top, width, height } = this.#inner();
    if (width <= 0) return;
    const levels = ticks(this.#most ?? (Math.max(...this.#values, 0) || 1), 4);
    const x = (at) => left + (width * at) / Math.max(1, this.#length - 1);
    const y = (value) => top + height * (1 - value / levels.at(-1));
    this.#drawing.replaceChildren(...this.#axes({ left, top, width, height }, levels, x, y), ...this.#line(x, y, top + height));
    this.#tell();
  }

  #axes({ left, top, width, height }, levels, x, y) {
    const rows = levels.flatMap((level) => [
      shape('line', { class: 'grid', x1: left, x2: left + width, y1: Math.round(y(level)), y2: Math.round(y(level)) }),
      shape('text', { x: left - 8, y: y(level) + 4, 'text-anchor': 'end' }, this.#format(level)),
    ]);
    const epochs = ticks(this.#length, width > 240 ? 4 : 2).filter((epoch) => epoch >= 1 && epoch <= this.#length && Number.isInteger(epoch));
    const columns = epochs.map((epoch) => {
      const isLast = x(epoch - 1) > left + width - 12;
      return shape('text', { x: isLast ? left + width : x(epoch - 1), y: top + height + 17, 'text-anchor': isLast ? 'end' : 'middle' }, epoch);
    });
    return [...rows, ...columns];
  }

  #line(x, y, bottom) {
    if (!this.#values.length) return [];
    const points = this.#values.map((value, at) => `${x(at).toFixed(2)},${y(value).toFixed(2)}`);
    const last = this.#values.length - 1, marked = this.#pointed ?? last;
    const parts = [
      shape('polygon', { class: 'area', points: [`${x(0)},${bottom}`, ...points, `${x(last)},${bottom}`].join(' ') }),
      shape('polyline', { class: 'values', points: points.join(' ') }),
      shape('circle', { class: 'point', cx: x(marked), cy: y(this.#values[marked]), r: 4.5 }),
    ];
    if (this.#pointed === null) return parts;
    return [shape('line', { class: 'guide', x1: Math.round(x(marked)), x2: Math.round(x(marked)), y1: margin.top, y2: bottom }), ...parts];
  }

  #tell() {
    const { length } = this.#values;
    const marked = this.#pointed ?? length - 1;
    const value = length ? this.#format(this.#values[marked]) : '–';
    this.#marked.textContent = this.#pointed === null ? value : `epoch ${marked + 1}: ${value}`;
    const words = length ? `${length} epochs, from ${this.#format(this.#values[0])} to ${this.#format(this.#values.at(-1))}` : 'no values yet';
    this.#drawing.setAttribute('aria-label', `${this.#title}: ${words}`);
  }
}
