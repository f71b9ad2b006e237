# Textos del chat; las claves empiezan por widget-. Llegan al navegador como un único documento JSON
# con las variables sin rellenar: ninguno puede depender de un número.
widget-open = Abrir la ayuda
widget-dialog = Ayuda y chat
widget-title = Ayuda de { $site }
widget-close = Cerrar
widget-tab-chat = Chat
widget-tab-help = Artículos

widget-conversation = Conversación
widget-messages = Mensajes
widget-choices = Elige una opción
widget-label = Tu mensaje
widget-placeholder = Escribe tu pregunta…
widget-send = Enviar
widget-typing = El bot está escribiendo
widget-you = Tú
widget-bot = Bot de ayuda
widget-agent = Equipo de soporte
widget-sending = Enviando…
widget-failed = No se ha enviado.
widget-waiting = No tienes conexión. Se enviará cuando vuelvas a tenerla.
widget-retry = Reintentar
widget-unavailable = Ahora mismo no podemos conectar con la ayuda.
widget-loading = Cargando…

widget-person = Hablar con una persona
widget-more = Más
widget-transcript = Guardar la conversación
widget-mail = Enviar la conversación por correo
widget-mail-address = Tu dirección de correo
widget-mail-send = Enviar
widget-mail-sent = La conversación va de camino a { $email }.
widget-mail-often = Hoy no se pueden enviar más correos desde aquí. En su lugar puedes guardar la conversación.
widget-cancel = Cancelar
widget-sound = Avisar con un sonido
widget-restart = Empezar una conversación nueva

widget-form = Tu solicitud
widget-name = Tu nombre
widget-email = Correo para la respuesta
widget-body = ¿De qué se trata?
widget-error-name = Dinos cómo te llamas.
widget-error-email = Escribe una dirección como nombre@example.org.
widget-error-body = Descríbelo en pocas palabras.
widget-send-form = Enviar al equipo
widget-privacy = Usamos tu dirección solo para responder a esta solicitud.

widget-ticket = Hemos recibido tu solicitud { $number }.
widget-ticket-reply = Te responderemos, como muy tarde, el { $when }.
widget-ticket-open = Seguir tu solicitud

widget-search-label = Buscar en los artículos
widget-search-placeholder = Buscar en los artículos…
widget-search-hint = Escribe una palabra o una pregunta entera.
widget-search-count = Artículos encontrados: { $count }
widget-search-none = No hay resultados para «{ $query }».
widget-popular = Para empezar
widget-ask-bot = Preguntar al bot
widget-back = Volver
widget-open-page = Abrir como página
