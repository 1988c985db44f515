// A throw-away Postgres >= 15 from locally installed binaries, for tests and benchmarks:
//   node scripts/test-postgres.mjs start [name]   prints TEST_DATABASE_URL=...; a running one is used again
//   node scripts/test-postgres.mjs stop [name]    ends it and deletes it
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const minMajor = 15;
const [command, name = "tests"] = process.argv.slice(2);
const checkout = createHash("sha256")
  .update(import.meta.dirname)
  .digest("hex")
  .slice(0, 8);
// The name is made harmless: the folder is deleted as a whole.
const folder = join(tmpdir(), `workflow-test-postgres-${checkout}-${name.replaceAll(/\W/g, "-")}`);
const data = join(folder, "data");
const portFile = join(folder, "port");
const isRoot = process.getuid?.() === 0;

/** The folder of the newest usable binaries: PATH, then where Debian puts them. */
function findBinaries() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...versions.map((version) => join(debian, version, "bin")),
  ];
  const found = folders.find((bin) => existsSync(join(bin, "initdb")) && majorOf(bin) >= minMajor);
  if (found === undefined) {
    console.error(
      `No Postgres ${minMajor} or newer found in PATH or ${debian}: install it, for example with apt-get.`,
    );
    process.exit(4);
  }
  return found;
}

function majorOf(bin) {
  const version = execFileSync(join(bin, "postgres"), ["--version"], { encoding: "utf8" });
  return Number(/(\d+)/.exec(version)?.[1]);
}

/** Postgres refuses to run as root: then its own user runs it. Output goes to stderr, stdout belongs to the result. */
function run(program, parameters) {
  const [file, prefix] = isRoot ? ["runuser", ["-u", "postgres", "--", program]] : [program, []];
  execFileSync(file, [...prefix, ...parameters], { cwd: "/", stdio: ["ignore", 2, 2] });
}

function isRunning(bin) {
  try {
    run(join(bin, "pg_ctl"), ["status", "--silent", "-D", data]);
    return true;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function start(bin) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (isRoot) {
    const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
    chownSync(folder, id("-u"), id("-g"));
  }
  run(join(bin, "initdb"), [
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C",
    "--no-sync",
  ]);
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: folder,
    fsync: "off",
    full_page_writes: "off",
    synchronous_commit: "off",
    max_connections: 200,
  };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const log = join(folder, "log");
  run(join(bin, "pg_ctl"), ["start", "--silent", "--wait", "-D", data, "-l", log, "-o", options.join(" ")]);
  writeFileSync(portFile, String(port));
}

const binaries = findBinaries();
if (command === "start") {
  if (!existsSync(portFile) || !isRunning(binaries)) await start(binaries);
  console.log(`TEST_DATABASE_URL=postgres://postgres@127.0.0.1:${readFileSync(portFile, "utf8")}/postgres`);
} else if (command === "stop") {
  if (isRunning(binaries)) run(join(binaries, "pg_ctl"), ["stop", "--silent", "-m", "immediate", "-D", data]);
  rmSync(folder, { recursive: true, force: true });
} else {
  console.error("Usage: node scripts/test-postgres.mjs start|stop [name]");
  process.exit(2);
}
