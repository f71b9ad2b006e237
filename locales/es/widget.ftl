# Messages of the widget surface; keys begin with widget-.
widget-open = Abrir la ayuda
