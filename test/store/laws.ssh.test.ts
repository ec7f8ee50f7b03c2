import { givenSshRemote } from './given-store.js';
import { describeStoreLaws } from './laws.js';

describeStoreLaws('ssh', givenSshRemote);
