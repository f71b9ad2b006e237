# Messages of the mail surface; keys begin with mail-.
mail-greeting = Hola, { $name }:
mail-greeting-nameless = Hola:
mail-footer = Este mensaje lo envía { $site }.
mail-open-ticket = Ver tu solicitud
mail-answer-by-mail = Puedes responder directamente a este mensaje o escribirnos en la página de tu solicitud.
mail-answer-on-page = No respondas a este mensaje: nadie lo leería. Escríbenos en la página de tu solicitud.

mail-received-subject = Hemos recibido tu solicitud [#{ $number }]: { $subject }
mail-received-lead = Gracias por escribirnos. Tu solicitud tiene el número { $number }.
mail-received-quote = Esto es lo que hemos recibido:
mail-received-when = Puedes contar con nuestra respuesta antes del { $time }.

mail-replied-lead = { $agent } ha respondido a tu solicitud { $number }:

mail-solved-subject = Resuelta: { $subject } [#{ $number }]
mail-solved-lead = Creemos que tu solicitud { $number } está resuelta. Si no es así, escríbenos otra vez y la volveremos a abrir.
mail-solved-rate = ¿Qué te ha parecido nuestra ayuda, del 1 (muy mala) al 5 (muy buena)?

mail-invitation-subject = Te invitan al panel de { $site }
mail-invitation-lead = Se ha creado una cuenta para ti en { $site }. Elige una contraseña y ya puedes empezar.
mail-invitation-button = Elegir una contraseña
mail-invitation-unexpected = Si no esperabas esta invitación, no hace falta que hagas nada.

mail-password-subject = Una contraseña nueva para { $site }
mail-password-lead = Alguien, seguramente tú, ha pedido una contraseña nueva para tu cuenta.
mail-password-button = Elegir una contraseña nueva
mail-password-unexpected = Si no has sido tú, no hagas caso de este mensaje: tu contraseña sigue siendo la misma.

mail-link-once = El enlace sirve una sola vez, hasta el { $time }.

mail-transcript-subject = Tu conversación con { $site }
mail-transcript-lead = Has pedido que te enviemos esta conversación:
mail-transcript-unexpected = Si no la has pedido, alguien se equivocó al escribir una dirección: no hace falta que hagas nada.

mail-merged-lead = Tus solicitudes { $from } y { $number } tratan de lo mismo, así que las hemos unido. Seguimos con el número { $number }; el enlace de la anterior también lleva allí.
mail-merged-note = La solicitud { $from } se ha unido a esta. Seguimos aquí, con el número { $into }.
