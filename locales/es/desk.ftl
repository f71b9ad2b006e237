# Textos de las páginas de los agentes; las claves empiezan por desk-.

## Marco
desk-skip = Ir al contenido
desk-nav = Panel
desk-help-center = Centro de ayuda
desk-account = Mi cuenta
desk-sign-out = Cerrar sesión
desk-keys = Atajos de teclado
desk-close = Cerrar
desk-key-search = Buscar
desk-key-move = Siguiente y anterior en una lista
desk-key-open = Abrir
desk-key-insert = Insertar en la respuesta
desk-key-reply = Escribir una respuesta, una nota
desk-key-send = Enviar
desk-key-go = Ir a los tickets, ir a la búsqueda
desk-actions = Acciones
desk-save = Guardar
desk-create = Crear
desk-copy = Copiar
desk-open = Abrir
desk-more = Más
desk-older = Anteriores

## Acceso
desk-sign-in = Iniciar sesión
desk-email = Correo electrónico
desk-password = Contraseña
desk-forgotten = ¿Has olvidado la contraseña? Un administrador puede crearte un enlace nuevo.
desk-sign-in-refused = El correo y la contraseña no coinciden.
desk-sign-in-limited = Demasiados intentos. Espera unos minutos y vuelve a probar.
desk-setup-first = Crear el primer administrador
desk-setup-first-hint = Este enlace funciona una sola vez. La cuenta que crees aquí puede hacerlo todo e invita a los demás.
desk-setup-password = Elige tu contraseña
desk-setup-password-hint = Este enlace funciona una sola vez. Entrarás directamente.
desk-setup-send = Guardar y entrar
desk-name = Nombre
desk-name-shown = Nombre, tal como lo ven los clientes
desk-password-new = Contraseña nueva
desk-password-hint = Al menos { $count } caracteres. Una frase se recuerda mejor que un revoltijo.
desk-password-current = Contraseña actual
desk-password-change = Cambiar la contraseña
desk-password-others = Se cerrará la sesión en los demás dispositivos.
desk-signature = Firma al pie de tus respuestas
desk-language = Idioma

## Búsqueda
desk-search = Buscar
desk-search-label = Buscar artículos, respuestas guardadas y tickets
desk-search-placeholder = Busca artículos, respuestas guardadas y tickets…
desk-search-hint = Escribe para buscar. Aquí están los artículos públicos e internos, las respuestas guardadas, las tarjetas del bot y los tickets.
desk-search-none = No hay resultados para «{ $query }».
desk-search-count = { $count ->
    [one] { $count } resultado
   *[other] { $count } resultados
}
desk-did-you-mean = Quizá quisiste decir
desk-results = Resultados
desk-preview = Vista previa
desk-preview-hint = Elige un resultado para leerlo aquí.
desk-filters = Filtros
desk-filter = Filtrar
desk-filter-kind = Tipo
desk-filter-locale = Idioma
desk-filter-category = Categoría
desk-filter-tag = Etiqueta
desk-filter-visibility = Visibilidad
desk-filter-status = Estado
desk-filter-priority = Prioridad
desk-filter-department = Departamento
desk-filter-assignee = Responsable
desk-any-kind = Todo
desk-any-locale = Mi idioma
desk-any-category = Cualquier categoría
desk-any-tag = Cualquier etiqueta
desk-any-visibility = Público e interno
desk-any-status = Cualquier estado activo
desk-any-priority = Cualquier prioridad
desk-any-department = Cualquier departamento
desk-any-assignee = De cualquiera
desk-kind = Tipo
desk-kind-article = Artículo
desk-kind-reply = Respuesta guardada
desk-kind-card = Tarjeta del bot
desk-kind-ticket = Ticket
desk-visibility-public = Público
desk-visibility-agent = Interno
desk-internal = Interno
desk-public-page = Página pública
desk-copy-link = Copiar el enlace
desk-insert = Insertar

## Tickets
desk-tickets = Tickets
desk-ticket = Ticket
desk-ticket-new = Nuevo ticket
desk-ticket-new-hint = Para una llamada, una carta o una conversación: anotado aquí, no se pierde. El solicitante recibe una confirmación.
desk-ticket-body = ¿De qué se trata?
desk-ticket-search = Busca tickets o escribe un número
desk-tickets-none = Aquí no hay tickets.
desk-ticket-closed = Este ticket está cerrado. Pon su estado en «Abierto» para volver a escribir.
desk-views = Vistas
desk-view-active = Activos
desk-view-mine = Míos
desk-view-unassigned = Sin asignar
desk-view-pending = A la espera del cliente
desk-view-solved = Resueltos
desk-view-all = Todos
desk-number = N.º
desk-subject = Asunto
desk-requester = Solicitante
desk-status = Estado
desk-priority = Prioridad
desk-department = Departamento
desk-assignee = Responsable
desk-assignee-me = Míos
desk-assignee-nobody = De nadie
desk-channel = Llegó por
desk-locale = Idioma
desk-tags = Etiquetas
desk-tags-hint = facturación, reembolso
desk-due = Plazo
desk-due-first = Primera respuesta
desk-due-next = Respuesta
desk-due-solution = Solución
desk-changed = Cambio
desk-by-rules = Según las reglas de reparto
desk-status-new = Nuevo
desk-status-open = Abierto
desk-status-pending = Pendiente
desk-status-solved = Resuelto
desk-status-closed = Cerrado
desk-priority-low = Baja
desk-priority-normal = Normal
desk-priority-high = Alta
desk-priority-urgent = Urgente
desk-channel-form = Formulario de contacto
desk-channel-bot = Chat
desk-channel-mail = Correo
desk-channel-api = API
desk-channel-phone = Teléfono
desk-channel-other = Otro medio
desk-author-requester = Cliente
desk-author-visitor = Visitante
desk-author-bot = Bot
desk-author-agent = Agente
desk-author-system = Automático

## Un ticket
desk-packet = Del chat
desk-packet-slots = Dijo al bot
desk-packet-queries = Preguntó
desk-files = Archivos adjuntos
desk-packet-articles = Se le mostró
desk-packet-cards = Tarjetas del bot
desk-packet-refused = Descartó
desk-packet-page = En la página
desk-packet-zone = Zona horaria
desk-reason-asked = Pidió hablar con una persona
desk-reason-card = La tarjeta deriva
desk-reason-lost = El bot no tenía respuesta
desk-reason-not-helped = La respuesta no sirvió
desk-reason-insulted = El visitante estaba molesto
desk-transcript = { $count ->
    [one] Conversación, { $count } mensaje
   *[other] Conversación, { $count } mensajes
}
desk-history = { $count ->
    [one] Historial, { $count } cambio
   *[other] Historial, { $count } cambios
}
desk-event-created = creó el ticket
desk-event-status = estado
desk-event-priority = prioridad
desk-event-department = departamento
desk-event-assignee = responsable
desk-event-tags = etiquetas
desk-event-subject = asunto
desk-event-breached = se incumplió un plazo
desk-event-csat = valoró
desk-note = Nota interna
desk-reply-kind = Quién la leerá
desk-reply-public = Respuesta
desk-reply-note = Nota interna
desk-reply-text = Texto
desk-reply-placeholder = Escribe a { $name }…
desk-mail-waits = No hay servidor de correo configurado: el cliente verá la respuesta en su enlace y la recibirá por correo cuando lo haya.
desk-insert-something = Insertar artículo o respuesta guardada
desk-finder-placeholder = Busca qué insertar…
desk-insert-noscript = Con JavaScript se pueden insertar aquí artículos y respuestas guardadas.
desk-then = Después
desk-then-default = esperar al cliente
desk-then-open = dejar abierto
desk-then-solved = marcar como resuelto
desk-send = Enviar
desk-facts = Sobre este ticket
desk-other-tickets = Sus tickets
desk-properties = Propiedades
desk-take = Me lo quedo
desk-suggested = Pueden resolverlo
desk-similar = Tickets parecidos

## Contenido
desk-content = Contenido
desk-published = Publicado { $when }
desk-publish-failed = La última publicación falló; los lectores siguen viendo la versión anterior.
desk-gaps = Lo que los clientes no encontraron
desk-gaps-hint = Búsquedas de los últimos 60 días sin resultados, o con resultados que nadie abrió, y preguntas que el bot no supo responder; primero las que afectan a más personas.
desk-gaps-none = Nada: cada búsqueda encontró algo que se leyó.
desk-gap-words = Se buscó
desk-gap-zero = Sin resultado
desk-gap-noclick = Sin abrir
desk-gap-missed = Preguntado al bot
desk-votes = Artículos que no ayudaron
desk-votes-none = No hay votos en contra de ningún artículo.
desk-votes-against = No ayudó: { $count }
desk-votes-for = ayudó: { $count }
desk-upkeep = Pendiente de revisión
desk-upkeep-none = Todo está al día.
desk-upkeep-review = para revisar antes del { $day }
desk-upkeep-stale = { $language }: el original ha cambiado desde que se tradujo
desk-findings = { $count ->
    [0] Hallazgos
    [one] { $count } hallazgo
   *[other] { $count } hallazgos
}
desk-findings-none = Los archivos no tienen ningún problema.
desk-findings-more = La lista completa:
desk-severity-error = Error
desk-severity-warning = Aviso
desk-severity-note = Nota

## Informes
desk-reports = Informes
desk-period = Periodo
desk-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
desk-p90 = 9 de cada 10 en { $time }
desk-report-bot = Bot
desk-report-search = Búsqueda
desk-report-tickets = Tickets
desk-figure-conversations = Conversaciones
desk-figure-conversations-definition = Con al menos un mensaje del visitante.
desk-figure-resolution = Tasa de resolución
desk-figure-resolution-definition = Confirmadas y supuestas, del total de conversaciones. Mira las dos siguientes: el silencio no es éxito.
desk-figure-confirmed = Confirmadas
desk-figure-confirmed-definition = El visitante dijo que le había servido.
desk-figure-assumed = Supuestas
desk-figure-assumed-definition = Respondidas, y después 24 horas de silencio.
desk-figure-handed-off = Derivadas
desk-figure-handed-off-definition = Acabaron en un ticket o con una persona.
desk-figure-negative = No ayudó
desk-figure-negative-definition = El visitante dijo que la respuesta no le ayudó.
desk-figure-unanswered = Sin responder
desk-figure-unanswered-definition = Lo último que se preguntó no tiene respuesta: abandonada o aún abierta.
desk-figure-pending = Sin terminar
desk-figure-pending-definition = Respondida, con menos de 24 horas de silencio.
desk-figure-missed = Preguntas sin respuesta
desk-figure-missed-definition = Mensajes que eran una pregunta y que el bot no supo responder; los datos de un formulario no se cuentan. Están en Contenido.
desk-figure-deflection = Desvío
desk-figure-deflection-definition = Conversaciones respondidas, de hace al menos tres días, cuyo visitante no abrió un ticket en 72 horas.
desk-figure-searches = Búsquedas
desk-figure-searches-definition = Enviadas en el centro de ayuda; lo que se teclea no cuenta.
desk-figure-zero-result = Sin resultado
desk-figure-zero-result-definition = De las búsquedas enviadas. Lo que el bot no supo responder se cuenta arriba.
desk-figure-tickets = Tickets
desk-figure-tickets-definition = Recibidos en el periodo, por cualquier canal.
desk-figure-first-reply = Primera respuesta
desk-figure-first-reply-definition = Mediana, en horario laboral, desde la llegada hasta la primera respuesta que ve el cliente.
desk-figure-resolution-time = Tiempo hasta la solución
desk-figure-resolution-time-definition = Mediana, en horario laboral, desde la llegada hasta resuelto.
desk-figure-first-contact = Resueltos al primer contacto
desk-figure-first-contact-definition = Con una sola respuesta y sin reabrirse, de los resueltos.
desk-figure-reopened = Reabiertos
desk-figure-reopened-definition = Resueltos y retomados, de todos los tickets.
desk-figure-repeat-contact = Contacto repetido
desk-figure-repeat-contact-definition = Clientes con más de un ticket en el periodo, de todos los clientes.
desk-figure-backlog = Sin resolver
desk-figure-backlog-definition = Nuevos, abiertos y en espera en este momento, da igual cuándo llegaron.
desk-oldest = el más antiguo: { $time }
desk-figure-kept = Plazos cumplidos
desk-figure-kept-definition = Tickets sin ningún nivel de servicio incumplido.
desk-figure-satisfied = Satisfechos
desk-figure-satisfied-definition = Valoraciones de 4 o 5, del total recibido.

## Personas, tokens, bandeja de salida
desk-people = Personas
desk-role = Rol
desk-role-admin = Administrador
desk-role-agent = Agente
desk-role-writer = Redactor
desk-last-seen = Último acceso
desk-disabled = Desactivada
desk-invited = Invitada
desk-disable = Desactivar
desk-enable = Volver a permitir
desk-new-link = Enlace nuevo
desk-link-once = Entrega este enlace. Funciona una sola vez y no se volverá a mostrar.
desk-invite = Invitar a alguien
desk-invite-send = Crear una invitación
desk-tokens = Tokens de la API
desk-token = Token
desk-tokens-hint = Para programas que leen o escriben aquí. Su rol dice qué pueden hacer; cómo, lo dice
desk-tokens-none = Aún no hay tokens.
desk-token-new = Token nuevo
desk-token-name = Para qué sirve
desk-token-once = Copia el token ahora. No se volverá a mostrar.
desk-created = Creación
desk-last-used = Último uso
desk-revoke = Revocar
desk-revoked = Revocado
desk-outbox = Bandeja de salida
desk-outbox-none = No hay nada a la espera.
desk-outbox-due = En camino: { $count }
desk-outbox-waiting = A la espera de un servidor de correo: { $count }
desk-outbox-dead = Abandonados: { $count }
desk-outbox-state-due = En camino
desk-outbox-state-waiting = En espera
desk-outbox-state-sent = Enviado
desk-outbox-state-dead = Abandonado
desk-outbox-kind-mail = Correo
desk-outbox-kind-webhook = Webhook
desk-mail-off = No hay servidor de correo configurado. Los mensajes esperan aquí y salen en cuanto lo haya: define smtp_host en la sección [mail] de answerdesk.toml.
desk-dead-letters = { $count ->
    [one] { $count } mensaje no se pudo enviar.
   *[other] { $count } mensajes no se pudieron enviar.
}
desk-state = Estado
desk-attempts = Intentos
desk-error = Último error
desk-retry = Reenviar

## Hecho, y mal
desk-done-saved = Guardado.
desk-done-password = La contraseña ha cambiado.
desk-done-replied = Respuesta enviada.
desk-done-noted = Nota añadida.
desk-done-created = Ticket creado.
desk-done-revoked = Token revocado.
desk-done-retried = Se volverá a enviar.
desk-invalid = Hay un campo que no se puede aceptar.
desk-invalid-name = Escribe un nombre de hasta 100 caracteres.
desk-invalid-email = Escribe un correo como ada@example.org.
desk-invalid-password = La contraseña es demasiado corta o demasiado larga.
desk-invalid-present = La contraseña actual no es correcta.
desk-invalid-subject = Escribe un asunto de hasta 200 caracteres.
desk-invalid-body = Escribe de qué se trata, en hasta 20 000 caracteres.
desk-invalid-taken = Ya hay alguien con ese correo.
desk-error-unauthenticated = Inicia sesión
desk-error-unauthenticated-text = Tu sesión ha terminado. Inicia sesión y vuelve a intentarlo.
desk-error-forbidden = No permitido
desk-error-forbidden-text = Tu rol no da acceso a esta página, o el formulario era demasiado antiguo. Vuelve atrás, recarga la página e inténtalo de nuevo.
desk-error-not-found = Aquí no hay nada
desk-error-not-found-text = No hay nada en esta dirección; puede que se haya eliminado o que el enlace ya se haya usado.
desk-error-conflict = Ha cambiado entretanto
desk-error-conflict-text = Alguien se adelantó, o esto no se puede hacer tal como están las cosas. Míralo de nuevo.
desk-error-too-many = Demasiado rápido
desk-error-too-many-text = Espera un momento y vuelve a probar.
desk-error-invalid = No aceptado
desk-error-invalid-text = Un campo estaba vacío o era demasiado largo. Vuelve atrás e inténtalo de nuevo.
desk-error-unavailable = No está listo
desk-error-unavailable-text = El servidor está arrancando o su base de datos no responde. Vuelve a probar en un momento.
desk-error-internal = Algo ha salido mal
desk-error-internal-text = Es culpa nuestra y ha quedado en el registro. Vuelve a intentarlo.
desk-error-back = Volver al panel

## Conversaciones con el bot

desk-conversations = Conversaciones
desk-conversation = Conversación
desk-conversations-latest = Últimas conversaciones
desk-conversations-none = Ninguna conversación así en los últimos 30 días.
desk-conversation-wordless = (sin palabras)
desk-conversation-at = Último mensaje
desk-conversation-messages = Mensajes
desk-conversation-outcome = Resultado
desk-conversation-handed-off = Pasada a una persona
desk-conversation-helped = Ha servido
desk-conversation-not-helped = No ha servido
desk-conversation-answered = Respondida
desk-conversation-open = Sin respuesta
desk-lessons = Ejemplos propuestos
desk-lessons-hint = Mensajes que solo llegaron a una respuesta después de que el bot preguntara, o que se marcaron como útiles. Al aprobarlo, el ejemplo se escribe en el archivo de su tarjeta o artículo. Cambia antes el texto si dice quién lo escribió.
desk-lessons-none = De momento no hay nada que aprender.
desk-lesson-for = Ejemplo para
desk-lesson-helped = marcado como útil
desk-lesson-picked = elegido cuando el bot preguntó
desk-lesson-approve = Añadir como ejemplo
desk-replay-hint = Lo que hizo el bot entonces y lo que haría con la base de conocimiento de hoy. Las direcciones y los números de las personas están tapados.
desk-replay-then = Entonces
desk-replay-same = Entonces y hoy
desk-replay-now = Hoy
desk-replay-changed = distinto
desk-replay-why = Por qué
desk-replay-nothing = No hay nada que se parezca.
desk-answers-from = responde desde el { $percent }
desk-asks-from = pregunta desde el { $percent }
desk-turn-greet = saluda
desk-turn-answer = responde
desk-turn-clarify = pregunta cuál
desk-turn-suggest = propone artículos
desk-turn-ask = pide un dato
desk-turn-fallback = pide otras palabras
desk-turn-handoff = pasa a una persona
desk-turn-smalltalk = charla
desk-turn-confirm = pregunta si ha servido
desk-turn-close = se despide
desk-done-learned = Ejemplo añadido. El bot lo sabrá en cuanto se publique la carpeta.

## Dos personas, un ticket
desk-overtaken = Mientras escribías ha llegado algo nuevo de: { $names }. Está marcado abajo. Tu texto se conserva; envíalo otra vez si sigue siendo válido.
desk-unfilled = Nada rellena { $names }: el cliente lo leería tal cual. Cámbialo, o envía otra vez si es lo que quieres.
desk-changed-meanwhile = No se ha guardado: esto ha cambiado mientras tanto ({ $changes }). Lo que elegiste sigue abajo; guarda otra vez si sigue siendo válido.
desk-save-note = Añadir nota
desk-merge = Unir a otro ticket
desk-merge-do = Unir
desk-merge-into = Número del ticket que continúa
desk-merge-hint = Los mensajes, archivos y etiquetas pasan a él, este se cierra y se le comunica el número al cliente. Ambos deben ser del mismo cliente.
desk-merge-refused = Este ticket no se puede unir a «{ $number }»: tiene que existir, ser del mismo cliente y no estar cerrado ni unido a otro.
desk-merged-into = Este ticket se ha unido a otro. Continúa como
desk-event-merged = unido
desk-done-merged = Los tickets están unidos. Se le comunica al cliente.
desk-done-declined = No se volverá a proponer.
desk-conversation-words = Primeras palabras
desk-conversation-locale = Idioma
desk-any-language = Cualquier idioma
desk-any-outcome = Cualquier resultado
desk-lesson-decline = No, gracias
desk-lesson-refused = El ejemplo no se ha escrito
desk-lesson-refused-gone = { $file } ya no está. Si su tarjeta o artículo está ahora en otro sitio, añade a mano esta línea a sus preguntas:
desk-lesson-refused-form = Las preguntas de { $file } no son una lista sencilla y no se ha cambiado nada. Escríbelas como lista debajo de «questions:» y añade esta línea:
desk-lesson-refused-unwritable = El servidor no puede escribir en { $file }. Pide a quien lo cuida que añada esta línea a sus preguntas:
desk-conversation-replay = Ver qué hizo el bot y qué haría hoy
desk-rating = Valoración: { $score } de 5
desk-comments = Lo que dijeron los clientes al valorar
