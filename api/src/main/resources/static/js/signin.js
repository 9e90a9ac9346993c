/** The sign-in dialog: opens when the server asks for a key, and the page goes on where it was. */
import {Problem, signIn, signOut} from './api.js';
import {byId} from './dom.js';

export class SignIn {
  /** @param {() => void} onSignedIn */
  constructor(onSignedIn) {
    const dialog = byId('sign-in');
    const key = byId('access-key');
    // Without a key there is nothing to go back to.
    dialog.addEventListener('cancel', event => event.preventDefault());
    byId('sign-in-form').addEventListener('submit', async event => {
      event.preventDefault();
      byId('sign-in-submit').disabled = true;
      try {
        await signIn(key.value);
        key.value = '';
        dialog.close();
        onSignedIn();
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        this.#say(error.status === 401 ? 'This key is not known.' : error.message);
        key.select();
      } finally {
        byId('sign-in-submit').disabled = false;
      }
    });
    byId('sign-out').addEventListener('click', async () => {
      await signOut();
      location.reload();
    });
  }

  /** @param {Problem} problem why the server asks */
  ask(problem) {
    this.#say(problem.status === 403 ? `This key may not read what the page shows: ${problem.message}` : '');
    if (!byId('sign-in').open) byId('sign-in').showModal();
    byId('access-key').focus();
  }

  #say(text) {
    byId('sign-in-error').textContent = text;
  }
}
