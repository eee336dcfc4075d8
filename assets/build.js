/**
 * Builds ../static from the sources in this folder: the stylesheet, the script, the fonts.
 *
 * Nothing is written before everything has compiled, and a warning from our own Sass counts as a failure, so that a
 * broken build can never leave a half-right stylesheet behind. The same sources give the same bytes.
 */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const fontPackage = join(here, "node_modules", "@fontsource", "atkinson-hyperlegible-next");

/** Fonts: content hash in the name, so that a browser may keep them for good. */
const fonts = {};
for (const script of ["latin", "latin-ext"]) {
  for (const weight of [400, 700]) {
    const file = join(fontPackage, "files", `atkinson-hyperlegible-next-${script}-${weight}-normal.woff2`);
    const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 8);
    fonts[`${script}-${weight}`] = { file, name: `atkinson-${script}-${weight}.${hash}.woff2` };
  }
}

const css = sass.compile(join(here, "styles", "app.scss"), {
  style: "compressed",
  loadPaths: [join(here, "node_modules")],
  quietDeps: true,
  functions: {
    "font-url($name)": ([name]) => {
      const font = fonts[name.assertString().text];
      if (!font) throw new Error(`no such font: ${name}`);
      return new sass.SassString(`url(fonts/${font.name})`, { quotes: false });
    },
  },
  logger: {
    warn(message, options) {
      throw new Error(`Sass warns: ${message} ${options.span?.url ?? ""}`);
    },
  },
}).css;
const script = readFileSync(join(here, "app.js"));

mkdirSync(join(out, "fonts"), { recursive: true });
for (const old of readdirSync(join(out, "fonts"))) rmSync(join(out, "fonts", old));
for (const { file, name } of Object.values(fonts)) copyFileSync(file, join(out, "fonts", name));
copyFileSync(join(fontPackage, "LICENSE"), join(out, "fonts", "OFL.txt"));
copyFileSync(join(here, "kit-licence.txt"), join(out, "kit-licence.txt"));
writeFileSync(join(out, "app.css"), `${css}\n`);
// What phones on slow lines get: a sixth of the size.
writeFileSync(join(out, "app.css.gz"), gzipSync(`${css}\n`, { level: 9 }));
writeFileSync(join(out, "app.js"), script);
process.stdout.write(`app.css ${css.length} bytes, app.js ${script.length} bytes, ${Object.keys(fonts).length} fonts\n`);
