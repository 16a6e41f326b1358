/* Passkeys: a form with data-passkey="create|get|login" asks the browser for a key and sends the answer.
 *
 * data-options is what the server asks for (JSON); login fetches it from data-url when the button is pressed. Texts come
 * from data-text-* attributes. Without a browser that can, the button stays hidden and the page says what else there is.
 */
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const described = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function create(options) {
    const asked = options.publicKey;
    const made = await navigator.credentials.create({ publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: described(asked.excludeCredentials),
      // Kept on the device and opened by a finger, a face or a code: then the key alone is enough.
      authenticatorSelection: { ...asked.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
    } });
    return answer(made, { attestationObject: text(made.response.attestationObject), transports: made.response.getTransports?.() || [] });
  }

  async function get(options) {
    const asked = options.publicKey;
    const found = await navigator.credentials.get({ publicKey: {
      ...asked, challenge: bytes(asked.challenge), allowCredentials: described(asked.allowCredentials), userVerification: "required",
    } });
    return answer(found, {
      authenticatorData: text(found.response.authenticatorData),
      signature: text(found.response.signature),
      userHandle: text(found.response.userHandle),
    });
  }

  function answer(credential, response) {
    return {
      type: credential.type,
      id: credential.id,
      rawId: text(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
    };
  }

  async function optionsOf(form) {
    if (form.dataset.passkey !== "login") return JSON.parse(form.dataset.options);
    const reply = await fetch(form.dataset.url, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error(String(reply.status));
    return (await reply.json()).request_options;
  }

  async function ask(form, status) {
    status.textContent = form.dataset.textAsking || "";
    try {
      const options = await optionsOf(form);
      const made = form.dataset.passkey === "create" ? await create(options) : await get(options);
      form.elements.credential.value = JSON.stringify(made);
      status.textContent = "";
      form.submit();
    } catch (fault) {
      const known = fault.name === "InvalidStateError" ? form.dataset.textKnown : "";
      status.textContent = known || form.dataset.textFailed || "";
    }
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const able = Boolean(window.PublicKeyCredential);
    const status = form.querySelector("[role=status]");
    form.querySelectorAll("[data-passkey-able]").forEach((part) => { part.hidden = !able; });
    form.querySelectorAll("[data-passkey-unable]").forEach((part) => { part.hidden = able; });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (able) ask(form, status);
    });
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
