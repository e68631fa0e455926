"use strict";

// Copies the text of a command.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) {
    return;
  }
  const told = (text) => {
    const before = button.dataset.name || button.textContent;
    button.dataset.name = before;
    button.textContent = text;
    setTimeout(() => { button.textContent = before; }, 1500);
  };
  const selected = () => {
    // without TLS, browsers offer no clipboard: the text is selected instead
    const range = document.createRange();
    range.selectNodeContents(button.parentElement.querySelector("pre"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    told("Selected");
  };
  if (navigator.clipboard) {
    navigator.clipboard.writeText(button.dataset.copy).then(() => told("Copied"), selected);
  } else {
    selected();
  }
});

// A page that is not seen does not ask the server.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.requestConfig.triggeringEvent === undefined) {
    event.preventDefault();
  }
});
