import { expect, test } from "vitest";
import { gaussLegendre } from "../../src/numeric/gauss-legendre.js";

test("five points as published", () => {
  // Abramowitz and Stegun, table 25.4.
  const nodes = [-0.906179845938664, -0.5384693101056831, 0, 0.5384693101056831, 0.906179845938664];
  const weights = [
    0.2369268850561891, 0.4786286704993665, 0.5688888888888889, 0.4786286704993665, 0.2369268850561891,
  ];
  const found = gaussLegendre(5);
  for (let i = 0; i < 5; i++) {
    expect(found.nodes[i]).toBeCloseTo(nodes[i]!, 15);
    expect(found.weights[i]).toBeCloseTo(weights[i]!, 15);
  }
});

test.each([1, 2, 12, 32, 65])("%d points are exact for polynomials of twice that degree less one", (n) => {
  const { nodes, weights } = gaussLegendre(n);
  const integral = (power: number) => nodes.reduce((sum, node, i) => sum + weights[i]! * node ** power, 0);
  for (let power = 0; power < 2 * n; power++)
    expect(integral(power)).toBeCloseTo(power % 2 === 0 ? 2 / (power + 1) : 0, 13);
  const beyond = 2 / (2 * n + 1) - integral(2 * n);
  if (n <= 12) expect(beyond).toBeGreaterThan(1e-14);
});
