/** Of the standard normal distribution: 95 % lie no farther than this from the middle. */
export const NORMAL_95 = 1.959963984540054;
