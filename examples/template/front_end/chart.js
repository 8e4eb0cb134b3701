// A chart of one line that grows, in SVG; it has the width of its figure, and the colours of style.css.

const svgNamespace = 'http://www.w3.org/2000/svg';
const margin = { left: 12, right: 10, top: 8, bottom: 22 };
const letter = 7;  // the width of one in a label

/** Whether a value has a place: NaN, infinity and null have none, and the line has a gap there. */
const hasPlace = (value) => typeof value === 'number' && Math.abs(value) < 1e300;

function shape(name, attributes, text = '') {
  const made = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** Round numbers from `least` or just below it to `most` or just above it, about `count` of them; 0 is one of them. */
function ticks(least, most, count) {
  const rough = (most - least) / count || 1, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999);
  const first = Math.floor(least / step + 1e-9), last = Math.ceil(most / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** The places of the values that follow each other without a gap, as one list for each run of them. */
function runs(values) {
  const found = [];
  values.forEach((value, at) => {
    if (!hasPlace(value)) return;
    if (at > 0 && hasPlace(values[at - 1])) found.at(-1).push(at);
    else found.push([at]);
  });
  return found;
}

export class LineChart {
  #title; #format; #top; #figure; #marked; #drawing;
  #values = [];
  #least = 0;
  #most = 0;
  #length = 1;
  #pointed = null;
  #isWaiting = false;

  /** `format` writes a value for people; `most` is the upper end of the axis, where that is known. */
  constructor(figure, { title, format, most = null }) {
    [this.#figure, this.#title, this.#top] = [figure, title, most];
    this.#format = (value) => (hasPlace(value) ? format(value) : String(value));
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
    this.#least = this.#most = 0;
    this.#length = Math.max(1, length);
    this.#pointed = null;
    this.#drawSoon();
  }

  add(value) {
    this.#values.push(value);
    if (hasPlace(value)) [this.#least, this.#most] = [Math.min(this.#least, value), Math.max(this.#most, value)];
    this.#drawSoon();
  }

  #point(x) {
    const { left, width } = this.#inner(this.#levels());
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

  #levels() {
    return ticks(this.#least, this.#top ?? (this.#most || (this.#least ? 0 : 1)), 4);
  }

  /** Where the values are, beside their labels. */
  #inner(levels) {
    const { clientWidth, clientHeight } = this.#drawing;
    const left = margin.left + letter * Math.max(4, ...levels.map((level) => this.#format(level).length));
    return { left, top: margin.top, width: clientWidth - left - margin.right, height: clientHeight - margin.top - margin.bottom };
  }

  #draw() {
    const levels = this.#levels();
    const { left, top, width, height } = this.#inner(levels);
    if (width <= 0) return;
    const right = left + width, bottom = top + height;
    const x = (at) => left + (width * at) / Math.max(1, this.#length - 1);
    const y = (value) => top + height * ((levels.at(-1) - value) / (levels.at(-1) - levels[0]));
    this.#drawing.replaceChildren(...this.#rows(left, right, levels, y), ...this.#columns(right, x, bottom + 17), ...this.#line(x, y, bottom));
    this.#tell();
  }

  #rows(left, right, levels, y) {
    return levels.flatMap((level) => [
      shape('line', { class: 'grid', x1: left, x2: right, y1: Math.round(y(level)), y2: Math.round(y(level)) }),
      shape('text', { x: left - 8, y: y(level) + 4, 'text-anchor': 'end' }, this.#format(level)),
    ]);
  }

  /** The last epoch has its label, others where there is room before it. */
  #columns(right, x, y) {
    const last = this.#length, room = right - letter * (1.5 * String(last).length + 1);
    const epochs = ticks(0, last, right > 280 ? 4 : 2).filter((epoch) => epoch >= 1 && Number.isInteger(epoch) && x(epoch - 1) < room);
    return [
      ...epochs.map((epoch) => shape('text', { x: x(epoch - 1), y, 'text-anchor': 'middle' }, epoch)),
      shape('text', { x: x(last - 1), y, 'text-anchor': last > 1 ? 'end' : 'middle' }, last),
    ];
  }

  #line(x, y, bottom) {
    if (!this.#values.length) return [];
    const marked = this.#pointed ?? this.#values.length - 1;
    const parts = runs(this.#values).flatMap((run) => {
      const points = run.map((at) => `${x(at).toFixed(2)},${y(this.#values[at]).toFixed(2)}`);
      const line = points.length > 1 ? points : [points, points];  // one value alone is a dot
      return [
        shape('polygon', { class: 'area', points: [`${x(run[0])},${y(0)}`, ...points, `${x(run.at(-1))},${y(0)}`].join(' ') }),
        shape('polyline', { class: 'values', points: line.join(' ') }),
      ];
    });
    if (hasPlace(this.#values[marked])) parts.push(shape('circle', { class: 'point', cx: x(marked), cy: y(this.#values[marked]), r: 4.5 }));
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
