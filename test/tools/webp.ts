import type { Page } from 'playwright-core';

export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A part of the page as WebP, which the browser writes itself: a tenth of the PNG. */
export async function webpOf(page: Page, clip: Clip, width: number): Promise<Buffer> {
  const png = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
  const blank = await page.context().newPage();
  try {
    const url = await blank.evaluate(
      async ({ source, wide }) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = wide;
        canvas.height = Math.round((image.height * wide) / image.width);
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('The browser draws nothing');
        context.imageSmoothingQuality = 'high';
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        return canvas.toDataURL('image/webp', 0.75);
      },
      { source: `data:image/png;base64,${png.toString('base64')}`, wide: width },
    );
    const [kind, data] = url.split(',');
    if (kind !== 'data:image/webp;base64' || data === undefined) throw new Error('The browser writes no WebP');
    return Buffer.from(data, 'base64');
  } finally {
    await blank.close();
  }
}
