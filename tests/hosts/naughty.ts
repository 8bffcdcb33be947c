// Texts that have broken other programs. Each has to come back as it went in.

/** Built from code points, so that no editor changes one. */
const of = (...points: number[]) => String.fromCodePoint(...points);
const controls = Array.from({ length: 31 }, (_, at) => at + 1).filter((point) => ![9, 10, 13].includes(point));
const zalgo = [..."wrap"].map((letter) => letter + of(0x315, 0x321, 0x489, 0x334, 0x360, 0x31b)).join("");
const family = of(0x1f468, 0x200d, 0x1f469, 0x200d, 0x1f467, 0x200d, 0x1f466);

export const naughty: string[] = [
  // Words that mean "nothing" or "number" somewhere.
  "null", "undefined", "NaN", "Infinity", "-0", "0x0", "1e999", "true", "false", "None", "nil", "(null)", "hasOwnProperty",
  "__proto__", "constructor", "prototype", "toString", "valueOf", "then", "[object Object]", "",
  // Markup.
  "<b>bold</b>", "<script>globalThis.broken = 1</script>", "</script><script>globalThis.broken = 2</script>",
  "<img src=x onerror=\"globalThis.broken = 3\">", "<svg/onload=globalThis.broken=4>", "<interaction-wrap-up></interaction-wrap-up>",
  "<style>* { display: none }</style>", "<template><slot></slot></template>", "<!-- comment -->", "<![CDATA[x]]>", "<?xml version='1.0'?>",
  "&lt;b&gt;", "&amp;amp;", "&#x3c;", "&nbsp;", "'\"><u>", "\" onfocus=globalThis.broken=5 autofocus x=\"", "javascript:globalThis.broken=6",
  "<iframe srcdoc='<script>parent.broken=7</script>'>", "<base href=//example.invalid>", "<meta http-equiv=refresh content=0>",
  // Templates and formats.
  "{{ 7 * 7 }}", "${7 * 7}", "#{7 * 7}", "<%= 7 * 7 %>", "{interaction}", "{0}", "%s %d %n %x", "%00", "%2e%2e%2f", "{}", "{{}}", "$&", "$1", "\\1",
  // Queries and shells.
  "'; DROP TABLE segments; --", "1 OR 1=1", "$(touch broken)", "`touch broken`", "; ls", "| cat", "../../../etc/passwd", "C:\\aux\\con", "--help", "=1+1", "@SUM(1)",
  "() { :; }; echo broken", "jndi:ldap://example.invalid/a",
  // Quotes and escapes.
  "'", "\"", "''", "\\", "\\\\", "\\n", "\\u0000", "\\x3c", "`", "a\tb", "tab\tand\nline", "\n", " ",
  " leading and trailing ", of(0xa0), of(0x3000), of(0xfeff), of(0x200b),
  // Controls, directions, marks.
  ...controls.map((point) => `control ${point}: ${of(point)}.`), of(0x7f), of(0x85), of(0x2028), of(0x2029),
  `${of(0x202e)}reversed`, `${of(0x2066)}isolated`, `a${of(0x200e)}b${of(0x200f)}c`, of(0xfff9, 0xfffa, 0xfffb), of(0xfffd), of(0xfffe), of(0x10ffff), of(0xe0001, 0xe0041),
  zalgo, `e${of(0x301)}`, of(0xe9), of(0x212b), `o${of(0x308)}${of(0x308)}`, of(0xfb01), of(0x1e9e), of(0x130), of(0x131), of(0x3a3, 0x3c2),
  // Scripts, pictures, and what is wide.
  "مرحبا بالعالم", "שלום (עולם) 123", "田中さんにあげて下さい", "사회과학원", "Ω≈ç√∫", "ก็็็็็็็็", "नमस्ते", "ﷺ", "𝕿𝖍𝖊 𝖖𝖚𝖎𝖈𝖐", "𠜎𠜱𠝹", of(0x1f600), family,
  of(0x1f1e9, 0x1f1ea), `${of(0x1f44d)}${of(0x1f3fd)}`, `1${of(0xfe0f, 0x20e3)}`, of(0x1f3f4, 0xe0067, 0xe0062, 0xe0073, 0xe0063, 0xe0074, 0xe007f),
  "ᚠᛇᚻ᛫ᛒᛦᚦ", "（╯°□°）╯︵ ┻━┻", "¯\\_(ツ)_/¯", "W".repeat(200), "no-break".repeat(20),
];
