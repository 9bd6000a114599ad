/** What takes longer than so many milliseconds is shown from then on; what does not comes and goes unseen. */
export async function unlessQuick<T>(result: Promise<T>, quickMs: number, show: () => PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const isSlow = await Promise.race([
    new Promise<true>((resolve) => {
      timer = setTimeout(() => resolve(true), quickMs);
    }),
    result.then(
      () => false,
      () => false,
    ),
  ]);
  clearTimeout(timer);
  return isSlow ? show() : result;
}
