/**
 * How far groups are apart for how wide they are: the variance between them over that within. Caliński and Harabasz
 * (1974), doi:10.1080/03610927408827101. Larger is better. O(k).
 * @param sizes how many things each group has
 * @param within sum of the squared distances of things to the mean of their group
 * @param total the same to the mean of all
 * @returns null for fewer than two groups, and where every thing is its group's mean
 */
export function calinskiHarabasz(sizes: readonly number[], within: number, total: number): number | null {
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const k = sizes.filter((size) => size > 0).length;
  if (k < 2 || n <= k || within <= 0) return null;
  return (total - within) / (k - 1) / (within / (n - k));
}
