import { givenHttpRemote } from './given-store.js';
import { describeStoreLaws } from './laws.js';

describeStoreLaws('http', givenHttpRemote);
