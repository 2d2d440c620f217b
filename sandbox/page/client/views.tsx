import '@fontsource-variable/inter/wght.css';
import './styles/index.css';
import './styles/gallery.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { GalleryPage } from './gallery/GalleryPage.tsx';

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <GalleryPage />
    </StrictMode>,
  );
