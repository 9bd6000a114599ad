import { describe } from 'vitest';
import { tellTutorial } from './tutorialStory.js';

describe('the tutorial', () => {
  tellTutorial({ theme: 'dark', version: 'newest', pictures: 'tutorial' });
});
