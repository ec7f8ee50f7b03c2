import { givenFileRemote } from './given-store.js';
import { describeStoreLaws } from './laws.js';

describeStoreLaws('file', givenFileRemote);
