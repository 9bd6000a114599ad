import { describe } from 'vitest';
import { tellTutorial } from './tutorialStory.js';

describe.each(['dark', 'light'] as const)('the tutorial in the %s theme', (theme) => {
  tellTutorial({ theme, version: 'newest', pictures: 'tutorial' });
});
