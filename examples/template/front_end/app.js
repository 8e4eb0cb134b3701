// The page: what its buttons do, and what it shows of the answers.
import { LineChart } from './chart.js';
import { Pad, picture } from './digit.js';
import { Bridge } from './pyhost.js';
import { connect } from './transport.js';

const find = (id) => document.getElementById(id);
const percent = (share, digits = 0) => `${(share * 100).toFixed(digits)}%`;
const certainty = (share, over) => (share < 0.9995 ? percent(share, 1) : `${over}99.9%`);  // 100.0% would be too much
const number = new Intl.NumberFormat('en');

/** Three digits of it, and as few letters as there can be. */
function short(value) {
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) < 1e6 ? String(rounded) : rounded.toExponential();
}

const loss = new LineChart(find('loss'), { title: 'Loss', format: short });
const accuracy = new LineChart(find('accuracy'), { title: 'Accuracy', format: (share) => percent(share), most: 1 });
const pad = new Pad(find('pad'), predictAgain);

let host = null;  // before it is connected, and after the program has ended
let training = null;  // the AbortController of the training that runs
let prediction = null;  // and of the prediction that is on its way
let isTrained = false;

function setState(kind, text) {
  find('state').dataset.kind = kind;
  find('state').textContent = text;
}

function setButtons() {
  const focused = document.activeElement;
  find('train').disabled = !host || training !== null;
  find('predict').disabled = !host;
  find('cancel').disabled = !host || training === null;
  // The one that is disabled has lost the focus to the page: the other one takes it.
  if (focused === find('train') && focused.disabled) find('cancel').focus();
  if (focused === find('cancel') && focused.disabled) find('train').focus();
}

let focusedBefore = null;  // the focus went to the error from there

/** `of` is what has failed: `hideError` of the same takes it away. */
function showError({ kind, name, code, message, trace }, of) {
  find('error').dataset.of = of;
  find('error-kind').textContent = [kind ?? name, code && code !== 'failed' && `(${code})`].filter(Boolean).join(' ');
  find('error-message').textContent = message;
  find('error-trace').textContent = trace ?? '';
  find('error-details').hidden = !trace;
  find('error').hidden = false;
}

function hideError(of = find('error').dataset.of) {
  if (find('error').dataset.of !== of) return;
  const hasFocus = find('error').contains(document.activeElement);
  find('error').hidden = true;
  if (hasFocus) [focusedBefore, find('train')].find((one) => one && !one.disabled)?.focus();
}

function showProgress({ epoch, of, loss: lost, accuracy: right }) {
  if (epoch === 1) setState('busy', 'Training');
  loss.add(lost);
  accuracy.add(right);
  find('progress').value = epoch / of;
  find('epoch').textContent = `Epoch ${epoch} of ${of}`;
}

function showWaiting() {
  setState('busy', 'Waiting');
  find('epoch').textContent = 'Waiting for its turn: one training runs at a time';
}

/** What has become of a training; screen readers tell this, and not each epoch. */
function showResult(kind, state, text) {
  if (host) setState(kind, state);
  find('epoch').textContent = '';
  find('result').textContent = text;
}

function beginTraining(epochs) {
  training = new AbortController();
  hideError();
  forgetPrediction();
  for (const chart of [loss, accuracy]) chart.begin(epochs);
  find('progress').value = 0;
  find('epoch').textContent = 'Starting';
  find('result').textContent = '';
  setState('busy', 'Training');
  setButtons();
  return training;
}

async function train(event) {
  event.preventDefault();
  const epochs = Number(find('epochs').value), learning_rate = Number(find('rate').value);
  const { signal } = beginTraining(epochs);
  const waiting = setTimeout(showWaiting, 1000);
  let done = 0;
  const onprogress = (progress) => {
    clearTimeout(waiting);
    done = progress.epoch;
    showProgress(progress);
  };
  try {
    const result = await host.invoke('train', { epochs, learning_rate }, { signal, onprogress });
    isTrained = true;
    showResult('good', 'Trained', `${result.epochs} epochs in ${result.seconds.toFixed(1)} s: ${percent(result.accuracy, 1)} of the test digits are right`);
  } catch (why) {
    if (host && !signal.aborted) showError(why, 'training');
    const [kind, state] = signal.aborted ? ['warn', 'Cancelled'] : ['bad', 'Failed'];
    showResult(kind, state, `${state} after ${done} of ${number.format(epochs)} epochs`);
  }
  clearTimeout(waiting);
  training = null;
  setButtons();
  predictAgain();
}

const isDrawn = () => pad.pixels.some(Boolean);

/** Another digit is on the pad, or another model is there: the answer to the one before does not matter any more. */
function predictAgain() {
  if (host && isTrained && isDrawn()) predict();
  else forgetPrediction();
}

async function predict() {
  prediction?.abort();
  const { signal } = (prediction = new AbortController());
  find('answer').setAttribute('aria-busy', 'true');
  try {
    showPrediction(await host.invoke('predict', { pixels: pad.pixels }, { signal }));
    hideError('prediction');
  } catch (why) {
    if (signal.aborted) return;
    prediction = null;
    forgetPrediction();
    if (host) showError(why, 'prediction');
  }
}

function onpredict() {
  if (!isDrawn()) forgetPrediction('Draw a digit first');
  else if (!prediction) predict();
}

const showPrediction = ({ digit, probability, probabilities }) =>
  showAnswer(digit, `${certainty(probability, 'over ')} sure`, probabilities);

function forgetPrediction(why = 'No prediction yet') {
  prediction?.abort();
  showAnswer(null, why, new Array(10).fill(null));
}

function showAnswer(digit, words, probabilities) {
  prediction = null;
  find('answer').setAttribute('aria-busy', 'false');
  find('prediction').toggleAttribute('data-empty', digit === null);
  find('prediction').textContent = digit ?? '–';
  find('probability').textContent = words;
  showProbabilities(probabilities, digit);
}

function showProbabilities(probabilities, best) {
  const rows = probabilities.map((share, digit) => {
    const bar = Object.assign(document.createElement('span'), { className: 'bar' });
    bar.style.setProperty('--value', share ?? 0);
    const text = Object.assign(document.createElement('span'), { textContent: share === null ? '' : certainty(share, '>') });
    const row = Object.assign(document.createElement('li'), { className: digit === best ? 'best' : '' });
    row.append(digit, bar, text);
    return row;
  });
  find('probabilities').replaceChildren(...rows);
}

function showData({ name, to_train, to_test, is_trained, examples, library }) {
  isTrained = is_trained;
  find('data').textContent = `${name}: ${number.format(to_train)} to train with, ${number.format(to_test)} to test`;
  find('about').append(` · ${library}`);
  for (const { label, pixels } of examples) {
    const button = Object.assign(document.createElement('button'), { type: 'button', title: `A ${label}` });
    button.setAttribute('aria-label', `Take a ${label}`);
    button.append(picture(pixels));
    button.onclick = () => {
      pad.pixels = pixels;
      predictAgain();
    };
    find('examples').append(button);
  }
  if (isTrained) find('epoch').textContent = 'There is a trained model';
}

function onclosed() {
  showError({ kind: 'The program has ended', message: 'Start it again, and close this page.' }, 'program');
  setState('bad', 'Closed');
  setButtons();
}

function onnoconnection(why) {
  const message = `Start the program again, and use the page that it opens (${why.message}).`;
  throw Object.assign(why, { kind: 'No connection to the program', message });
}

find('training').onsubmit = train;
find('training').onkeydown = ({ key, repeat }) => !(repeat && key === 'Enter');  // a key that is held down would train and cancel in turns
find('cancel').onclick = () => training?.abort();
find('predict').onclick = onpredict;
find('clear').onclick = () => {
  pad.pixels = new Array(64).fill(0);
  predictAgain();
};
find('error-close').onclick = () => hideError();
find('error').addEventListener('focusin', ({ relatedTarget }) => {
  if (!find('error').contains(relatedTarget)) focusedBefore = relatedTarget;
});
document.addEventListener('keydown', ({ key }) => key === 'Escape' && hideError());
forgetPrediction();
for (const chart of [loss, accuracy]) chart.begin(Number(find('epochs').value));

try {
  host = new Bridge(await connect().catch(onnoconnection));
  host.closed.then(() => {
    host = null;  // what fails now tells no error of its own
    onclosed();
  });
  const { python, shown_in } = await host.invoke('about');
  find('about').textContent = `Python ${python}, shown in ${shown_in}`;
  showData(await host.invoke('load'));
  setButtons();
  setState('good', isTrained ? 'Trained' : 'Ready');
} catch (why) {
  if (find('error').dataset.of !== 'program') {
    showError(why, 'start');
    setState('bad', 'Failed');
  }
}
