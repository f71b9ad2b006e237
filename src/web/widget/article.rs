//! Articles as the widget reads them: the public page's content without the page.
