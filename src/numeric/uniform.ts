/**
 * Random numbers from 0 to below 1 that a seed determines: sfc32 (Doty-Humphrey, PractRand), the seed in its counter.
 * @example const next = uniform(7); next(); next();
 */
export function uniform(seed: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9 ^ seed, 0x243f6a88, 0xb7e15162, seed | 1];
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
