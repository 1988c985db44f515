// Node has this object since version 21. Where it is missing, pg finds out by way of `Response` whether it runs at
// Cloudflare, and that loads all of fetch: a fifth of the time that `workflow status` takes.
globalThis.navigator ??= { userAgent: `Node.js/${process.versions.node.split(".")[0]}` };
