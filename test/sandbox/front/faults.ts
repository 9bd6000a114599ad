import type { Fault } from '../types.js';

/** The faults in force; each request takes the first that matches. */
export class Faults {
  private pending: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.pending.push({ fault, left: fault.times ?? Infinity });
  }

  clear(): void {
    this.pending = [];
  }

  take(operation: string): Fault['effect'] | undefined {
    const found = this.pending.find(({ fault }) => fault.operation === '*' || fault.operation === operation);
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.pending = this.pending.filter((entry) => entry !== found);
    return found.fault.effect;
  }
}
