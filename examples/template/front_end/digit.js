// A digit of 8 x 8 pixels, each from 0 to 16: to draw, and to show.

const size = 8, ink = 16, besideInk = 5;

/** A pad to draw on, by pointer or by keyboard; `onchange` is called with the pixels after each stroke. */
export class Pad {
  #cells = [];
  #pixels = new Array(size * size).fill(0);
  #last = null;
  #onchange;

  constructor(element, onchange) {
    this.#onchange = onchange;
    for (let at = 0; at < size * size; ++at) this.#cells.push(this.#newCell(at));
    element.append(...this.#cells);
    element.onpointerdown = (event) => {
      element.setPointerCapture(event.pointerId);
      this.#last = null;
      this.#strokeTo(element, event);
    };
    element.onpointermove = (event) => element.hasPointerCapture(event.pointerId) && this.#strokeTo(element, event);
    element.onlostpointercapture = () => this.#onchange(this.pixels);
    element.onkeydown = (event) => this.#onkey(event);
  }

  get pixels() {
    return [...this.#pixels];
  }

  set pixels(values) {
    values.forEach((value, at) => this.#set(at, value));
  }

  #newCell(at) {
    const cell = document.createElement('button');
    Object.assign(cell, { type: 'button', tabIndex: at ? -1 : 0 });
    cell.onclick = ({ detail }) => detail === 0 && this.#toggle(at);  // by the keyboard alone: pointers draw strokes
    cell.setAttribute('aria-label', this.#nameOf(at, 0));
    return cell;
  }

  #nameOf(at, value) {
    return `Row ${Math.floor(at / size) + 1}, column ${(at % size) + 1}: ${value} of ${ink}`;
  }

  #set(at, value) {
    this.#pixels[at] = value;
    this.#cells[at].style.setProperty('--value', value / ink);
    this.#cells[at].setAttribute('aria-label', this.#nameOf(at, value));
  }

  #toggle(at) {
    this.#set(at, this.#pixels[at] ? 0 : ink);
    this.#onchange(this.pixels);
  }

  /** Inks what lies between the last point and this one, and a little what is beside it. */
  #strokeTo(element, { clientX, clientY }) {
    const box = element.getBoundingClientRect();
    const to = [((clientX - box.left) / box.width) * size, ((clientY - box.top) / box.height) * size];
    const from = this.#last ?? to;
    const steps = Math.ceil(2 * Math.hypot(to[0] - from[0], to[1] - from[1])) || 1;
    for (let step = 1; step <= steps; ++step) {
      const [column, row] = [0, 1].map((axis) => Math.floor(from[axis] + ((to[axis] - from[axis]) * step) / steps));
      for (const [right, down, value] of [[0, 0, ink], [1, 0, besideInk], [-1, 0, besideInk], [0, 1, besideInk], [0, -1, besideInk]]) {
        this.#darken(column + right, row + down, value);
      }
    }
    this.#last = to;
  }

  #darken(column, row, value) {
    if (column < 0 || row < 0 || column >= size || row >= size) return;
    const at = row * size + column;
    if (this.#pixels[at] < value) this.#set(at, value);
  }

  #onkey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -size, ArrowDown: size }[event.key];
    const from = this.#cells.indexOf(document.activeElement), to = this.#cells[from + step];
    if (!to || (Math.abs(step) === 1 && Math.floor(from / size) !== Math.floor((from + step) / size))) return;
    event.preventDefault();
    this.#cells[from].tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }
}

/** A canvas that shows a digit, dark on nothing. */
export function picture(pixels) {
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  const image = new ImageData(size, size);
  pixels.forEach((value, at) => (image.data[at * 4 + 3] = (value / ink) * 255));
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}
