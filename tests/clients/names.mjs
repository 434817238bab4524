// Leads Microsoft's host names to the practice tenant, as a hosts file and a server on port 443 would; loaded before the
// library (node --import). Only where a connection goes is changed: names, certificates and everything above stay as they are.
import net from "node:net";

const PORT = Number(process.env.HANDRAIL_TEST_PORT);
const NAMES = new Set([
  "login.microsoftonline.com",
  "login.windows.net",
  "graph.microsoft.com",
  "management.azure.com",
]);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  // Node's own callers hand over one marked array, everybody else the options themselves.
  const list = Array.isArray(given[0]) ? given[0] : given;
  if (NAMES.has(list[0]?.host) && Number(list[0].port) === 443) {
    list[0] = { ...list[0], host: "127.0.0.1", port: PORT };
  }
  return connect.apply(this, given);
};
