# Messages of the desk surface; keys begin with desk-.
