import { type Name, nicknames, withoutAccents } from "./names.js";

/** Keys beside each key on a Canadian keyboard. */
const beside: ReadonlyMap<string, string> = new Map(
  `a:zqs b:vnh c:xvd d:sfe e:wrd f:dgr g:fht h:gjy i:uok j:hku k:jli l:kom m:nl n:bmh o:ipl p:ol q:wa r:etf s:adz
   t:ryg u:yij v:cbf w:qes x:zcs y:tuh z:xas 0:9 1:2 2:13 3:24 4:35 5:46 6:57 7:68 8:79 9:80`
    .split(/\s+/)
    .map((keys) => keys.split(":") as [string, string]),
);

/** One slip of the fingers, never on the first character; `bits` decides which. */
export function withTypo(text: string, bits: number): string {
  if (text.length < 3) return text;
  const draw = bits >>> 0;
  const at = 1 + (draw % (text.length - 1));
  const letter = text.charAt(at);
  switch ((draw >>> 16) % 4) {
    case 0: {
      const keys = beside.get(withoutAccents(letter).toLowerCase()) ?? letter;
      return text.slice(0, at) + keys.charAt((draw >>> 20) % keys.length) + text.slice(at + 1);
    }
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + letter + text.slice(at);
    default: {
      const from = Math.min(at, text.length - 2);
      return text.slice(0, from) + text.charAt(from + 1) + text.charAt(from) + text.slice(from + 2);
    }
  }
}

/** A digit mistyped, or two exchanged; never among the first three. */
export function withWrongDigit(digits: string, bits: number): string {
  const draw = bits >>> 0;
  const at = 3 + (draw % (digits.length - 4));
  if ((draw >>> 16) % 2 === 0) {
    const digit = (Number(digits.charAt(at)) + 1 + ((draw >>> 17) % 9)) % 10;
    return digits.slice(0, at) + digit + digits.slice(at + 1);
  }
  return digits.slice(0, at) + digits.charAt(at + 1) + digits.charAt(at) + digits.slice(at + 2);
}

/** The nickname, else the first half of a double forename, else an initial. */
export function nicknameOf(name: Name): string {
  return (
    nicknames.get(name.plain) ??
    (name.text.includes("-") ? name.text.split("-")[0]! : `${name.text.charAt(0)}.`)
  );
}

const phoneStyles: readonly ((area: string, exchange: string, line: string) => string)[] = [
  (area, exchange, line) => `${area} ${exchange}-${line}`,
  (area, exchange, line) => `(${area}) ${exchange}-${line}`,
  (area, exchange, line) => `${area}-${exchange}-${line}`,
  (area, exchange, line) => `${area}.${exchange}.${line}`,
  (area, exchange, line) => `${area}${exchange}${line}`,
  (area, exchange, line) => `1 ${area} ${exchange}-${line}`,
  (area, exchange, line) => `+1 ${area} ${exchange} ${line}`,
];

/** Ten digits as people type them. */
export function typedPhone(digits: string, style: number): string {
  if (digits === "") return "";
  return phoneStyles[style % phoneStyles.length]!(digits.slice(0, 3), digits.slice(3, 6), digits.slice(6));
}
