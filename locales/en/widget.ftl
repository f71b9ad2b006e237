# Messages of the widget surface; keys begin with widget-.
widget-open = Open help
