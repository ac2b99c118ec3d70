/** Check digits of Australian identifiers. All take digits only and answer false for anything else. */

/** Medicare card number: 10 digits, or 11 with the individual reference; the ninth checks the first eight (HL7 AU Base). */
export function medicareAddsUp(digits: string): boolean {
  if (!/^[2-6]\d{9}[1-9]?$/.test(digits)) return false;
  return weighted(digits.slice(0, 8), [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digits[8]);
}

/** Australian Business Number: 11 digits, modulus 89 after taking one from the first (Australian Business Register). */
export function abnAddsUp(digits: string): boolean {
  if (!/^[1-9]\d{10}$/.test(digits)) return false;
  return (weighted(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;
}

/** Australian Company Number: 9 digits, the last checks the first eight (ASIC). */
export function acnAddsUp(digits: string): boolean {
  if (!/^\d{9}$/.test(digits)) return false;
  return (10 - (weighted(digits.slice(0, 8), [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 === Number(digits[8]);
}

/** Individual Healthcare Identifier: 16 digits beginning 800360, Luhn (ISO/IEC 7812-1). */
export function ihiAddsUp(digits: string): boolean {
  return /^800360\d{10}$/.test(digits) && luhnAddsUp(digits);
}

/** Luhn's formula over a whole number, check digit included (ISO/IEC 7812-1 annex B). */
export function luhnAddsUp(digits: string): boolean {
  if (!/^\d+$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);
}
