/** The questions of an update as lines of the screen. Values of credentials are hidden unless asked for. */
import type { Size } from './browse-state.js';
import type { Line } from './render-screen.js';
import { clipStart } from './screen-text.js';
import { STATUSES } from './update-dialog.js';
import type { UpdateDialog } from './update-dialog.js';

interface Asked {
  readonly body: readonly Line[];
  readonly keys: string;
}

export function renderDialog(dialog: UpdateDialog, { columns }: Size): Asked {
  const input = (text: string): Line => ({ text: `> ${clipStart(text, columns - 3)}_`, look: 'selected' });
  if (dialog.question === 'status') {
    return {
      body: [{ text: 'What did it come to?' }, ...STATUSES.map(choice(dialog))],
      keys: 'enter next   esc cancel',
    };
  }
  if (dialog.question === 'description') {
    const question = { text: 'Description, told to the platform and its user:' };
    return { body: [...given(dialog), question, input(dialog.description)], keys: 'enter next   esc back' };
  }
  if (dialog.question === 'confirm') {
    return { body: [...given(dialog), { text: 'Report this? (y/n)' }], keys: 'y report   n cancel   esc back' };
  }
  return {
    body: [
      ...given(dialog),
      { text: 'A credential, key=value. They replace all credentials there are; without any, those stay.' },
      input(dialog.revealed ? dialog.pair : concealed(dialog.pair)),
      { text: dialog.problem },
    ],
    keys: `enter ${dialog.pair === '' ? 'done' : 'add'}   tab ${dialog.revealed ? 'hide' : 'show'} values   esc back`,
  };
}

function choice({ status }: UpdateDialog) {
  return (one: string): Line => (one === status ? { text: `> ${one}`, look: 'selected' } : { text: `  ${one}` });
}

function given({ question, status, description, credentials }: UpdateDialog): Line[] {
  const before = question !== 'description';
  return [
    { text: `Status: ${status}` },
    ...(before ? [{ text: `Description: ${description}` }] : []),
    ...credentials.map((pair) => ({ text: `Credential: ${concealed(pair)}` })),
    { text: '' },
  ];
}

/** The name stays to be seen, and that there is a value. */
function concealed(pair: string): string {
  const [, name = pair, value = ''] = /^([^=:]*[=:]\s*)([^]*)$/.exec(pair) ?? [];
  return `${name}${'*'.repeat(Math.min(value.length, 8))}`;
}
