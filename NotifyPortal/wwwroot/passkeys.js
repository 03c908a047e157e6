// <passkey-submit>: lets the button beside it create or use a passkey, then sends the form with what the browser gave.
const supported =
  typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === 'function' &&
  typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';

customElements.define('passkey-submit', class extends HTMLElement {
  static formAssociated = true;

  connectedCallback() {
    this.internals ??= this.attachInternals();
    this.form = this.internals.form;
    this.onSubmit = event => {
      if (event.submitter?.name === '__passkey') {
        event.preventDefault();
        this.run();
      }
    };
    this.form?.addEventListener('submit', this.onSubmit);
    this.offer();
  }

  disconnectedCallback() {
    this.pending?.abort();
    this.form?.removeEventListener('submit', this.onSubmit);
  }

  // Passkeys in the browser's own autofill, where it has that.
  async offer() {
    if (supported && this.getAttribute('operation') === 'Request' && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
      await this.run('conditional');
    }
  }

  async run(mediation) {
    this.pending?.abort();
    const pending = this.pending = new AbortController();
    const data = new FormData();
    const name = this.getAttribute('name');

    try {
      data.append(`${name}.CredentialJson`, JSON.stringify(await this.obtain(mediation, pending.signal)));
    } catch (error) {
      if (error.name === 'AbortError' || mediation) {
        return;
      }
      data.append(`${name}.Error`, error.name === 'NotAllowedError' ? 'No passkey was given.' : error.message);
    }

    this.internals.setFormValue(data);
    this.form.submit();
  }

  async obtain(mediation, signal) {
    if (!supported) {
      throw new Error('This browser cannot use passkeys.');
    }

    const creating = this.getAttribute('operation') === 'Create';
    const response = await fetch(creating ? '/Account/PasskeyCreationOptions' : '/Account/PasskeyRequestOptions', {
      method: 'POST',
      headers: { [this.getAttribute('request-token-name')]: this.getAttribute('request-token-value') },
      signal,
    });
    if (!response.ok) {
      throw new Error('The page has been open too long. Reload it and try again.');
    }

    const options = await response.json();

    return creating
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), mediation, signal });
  }
});
