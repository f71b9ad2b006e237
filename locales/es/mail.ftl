# Messages of the mail surface; keys begin with mail-.
