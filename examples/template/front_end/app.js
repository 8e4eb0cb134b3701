// The page: what its buttons do, and what it shows of the answers.
import { LineChart } from './chart.js';
import { Pad, picture } from './digit.js';
import { Bridge } from './pyhost.js';
import { connect } from './transport.js';

const find = (id) => document.getElementById(id);
const percent = (share, digits = 0) => `${(share * 100).toFixed(digits)}%`;
const number = new Intl.NumberFormat('en');

const loss = new LineChart(find('loss'), { title: 'Loss', format: (value) => String(Number(value.toPrecision(3))) });
const accuracy = new LineChart(find('accuracy'), { title: 'Accuracy', format: (share) => percent(share), most: 1 });
const pad = new Pad(find('pad'), () => isTrained && predict());

let host;
let training = null;  // the AbortController of the training that runs
let isTrained = false;

function setState(kind, text) {
  find('state').dataset.kind = kind;
  find('state').textContent = text;
}

function setButtons(isConnected = true) {
  find('train').disabled = !isConnected || training !== null;
  find('predict').disabled = !isConnected;
  find('cancel').disabled = !isConnected || training === null;
}

function showError({ kind, name, code, message, trace }) {
  find('error-kind').textContent = [kind ?? name, code && code !== 'failed' && `(${code})`].filter(Boolean).join(' ');
  find('error-message').textContent = message;
  find('error-trace').textContent = trace ?? '';
  find('error-details').hidden = !trace;
  find('error').hidden = false;
}

const hideError = () => (find('error').hidden = true);

function showProgress({ epoch, of, loss: lost, accuracy: right }) {
  loss.add(lost);
  accuracy.add(right);
  find('progress').value = epoch / of;
  find('epoch').textContent = `Epoch ${epoch} of ${of}`;
}

async function train(event) {
  event.preventDefault();
  const epochs = Number(find('epochs').value);
  training = new AbortController();
  const { signal } = training;
  hideError();
  for (const chart of [loss, accuracy]) chart.begin(epochs);
  find('progress').value = 0;
  find('epoch').textContent = 'Starting';
  setState('busy', 'Training');
  setButtons();
  try {
    const result = await host.invoke('train', { epochs, learning_rate: Number(find('rate').value) }, { signal, onprogress: showProgress });
    isTrained = true;
    find('epoch').textContent = `${result.epochs} epochs in ${result.seconds.toFixed(1)} s: ${percent(result.accuracy, 1)} of the test digits are right`;
    setState('good', 'Trained');
  } catch (why) {
    if (!signal.aborted) showError(why);
    setState(signal.aborted ? 'warn' : 'bad', signal.aborted ? 'Cancelled' : 'Failed');
  }
  training = null;
  setButtons(host !== null);
}

async function predict() {
  try {
    showPrediction(await host.invoke('predict', { pixels: pad.pixels }));
    hideError();
  } catch (why) {
    showError(why);
  }
}

function showPrediction({ digit, probability, probabilities }) {
  find('prediction').toggleAttribute('data-empty', false);
  find('prediction').textContent = digit;
  find('probability').textContent = `${percent(probability, 1)} sure`;
  showProbabilities(probabilities, digit);
}

function forgetPrediction() {
  find('prediction').toggleAttribute('data-empty', true);
  find('prediction').textContent = '–';
  find('probability').textContent = 'No prediction yet';
  showProbabilities(new Array(10).fill(null));
}

function showProbabilities(probabilities, best) {
  const rows = probabilities.map((share, digit) => {
    const bar = Object.assign(document.createElement('span'), { className: 'bar' });
    bar.style.setProperty('--value', share ?? 0);
    const text = Object.assign(document.createElement('span'), { textContent: share === null ? '' : percent(share, 1) });
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
      if (isTrained) predict();
    };
    find('examples').append(button);
  }
  if (isTrained) find('epoch').textContent = 'There is a trained model';
}

function onclosed() {
  host = null;
  showError({ kind: 'The program has ended', message: 'Start it again, and close this page.' });
  setState('bad', 'Closed');
  setButtons(false);
}

find('training').onsubmit = train;
find('cancel').onclick = () => training?.abort();
find('predict').onclick = predict;
find('clear').onclick = () => {
  pad.pixels = new Array(64).fill(0);
  forgetPrediction();
};
find('error-close').onclick = hideError;
forgetPrediction();
for (const chart of [loss, accuracy]) chart.begin(Number(find('epochs').value));

try {
  const port = await connect();
  host = new Bridge(port);
  const failCalls = port.onclose;
  port.onclose = () => {
    failCalls();
    queueMicrotask(onclosed);
  };
  const { python, shown_in } = await host.invoke('about');
  find('about').textContent = `Python ${python}, shown in ${shown_in}`;
  showData(await host.invoke('load'));
  setButtons();
  setState('good', isTrained ? 'Trained' : 'Ready');
} catch (why) {
  showError(why);
  setState('bad', 'Failed');
}
