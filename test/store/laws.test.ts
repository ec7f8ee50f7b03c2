import { givenFileRemote, givenHttpRemote, givenSshRemote } from './given-store.js';
import { describeStoreLaws } from './laws.js';

describeStoreLaws('file', givenFileRemote);
describeStoreLaws('http', givenHttpRemote);
describeStoreLaws('ssh', givenSshRemote);
