// The oldest editor that the manifest names, with the story that uses most of the extension.
import { describe } from 'vitest';
import { tellTutorial } from './tutorialStory.js';

describe('the tutorial in the oldest editor', () => {
  tellTutorial({ theme: 'dark', version: 'oldest', pictures: 'oldest' });
});
