/** Whether the process is on its way out: load balancers are told before connections are closed. */
export class Readiness {
  leaving = false;
}
