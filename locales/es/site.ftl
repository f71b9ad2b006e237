# El centro de ayuda. Las claves empiezan por site-; las que empiezan por site-js- las usa el script
# de la página, que rellena las { $variables } y no elige plurales.

## Marco
site-skip = Saltar al contenido
site-feed = Canal de novedades
site-feed-title = { $site }: artículos nuevos y actualizados
site-nav-main = Principal
site-nav-footer = Pie de página
site-language = Idioma
site-theme = Cambiar entre tema claro y oscuro
site-contact = Contacto
site-home = Inicio del centro de ayuda
site-breadcrumb = Ruta de navegación
site-search = Buscar
site-search-label = Buscar en el centro de ayuda
site-search-placeholder = Busque una respuesta

## Inicio y categorías
site-headline = ¿En qué podemos ayudarle?
site-home-title = Centro de ayuda
site-home-description = Respuestas, guías y contacto: el centro de ayuda de { $site }.
site-topics = Temas
site-all-articles = Artículos
site-every-article = Todos los artículos
site-popular = Lo más leído
site-recent = Actualizado recientemente
site-faq = Preguntas frecuentes
site-articles = { $count ->
    [one] { $count } artículo
   *[other] { $count } artículos
}
site-category-description = { $title }: artículos y respuestas en el centro de ayuda de { $site }.

## Artículo
site-updated = Actualizado el
site-also-in = También en
site-notice = Aviso sobre esta traducción
site-stale = El artículo original ha cambiado desde que se hizo esta traducción; algún detalle puede estar desactualizado.
site-stale-source = Leer en { $language }
site-toc = En esta página
site-asked = Este artículo responde a
site-tags = Etiquetas
site-turn = Artículo anterior y siguiente
site-previous = Anterior
site-next = Siguiente
site-related = Artículos relacionados
site-article-description = { $title }: lea la respuesta en el centro de ayuda de { $site }.
site-stuck = ¿Aún necesita ayuda?
site-stuck-lead = Pregunte con sus propias palabras. Encontraremos la respuesta o a quien la sepa.
site-stuck-chat = Preguntar en el chat
site-stuck-contact = Escríbanos

## Opinión
site-helped = ¿Le ha servido este artículo?
site-yes = Sí
site-no = No
site-thanks-yes = Gracias, nos alegra saberlo
site-thanks-yes-lead = Su respuesta nos indica que este artículo cumple su función.
site-thanks-no = Gracias por decírnoslo
site-thanks-no-lead = ¿Qué le ha faltado? Dos palabras bastan para ayudarnos a mejorar este artículo.
site-thanks-done = Gracias, lo hemos anotado
site-thanks-done-lead = Quienes escriben estos artículos leen todos los comentarios.
site-reason = ¿Cuál ha sido el problema?
site-reason-unclear = Es difícil de entender
site-reason-incomplete = Falta información
site-reason-outdated = Está desactualizado
site-reason-wrong = No me ha funcionado
site-reason-other = No es lo que buscaba
site-comment = ¿Algo más?
site-comment-hint = No escriba aquí datos personales. No podemos responder a los comentarios; escríbanos si necesita una respuesta.
site-send = Enviar
site-back-to-article = Volver al artículo

## Búsqueda
site-search-heading = Resultados de «{ $query }»
site-search-start = Buscar en el centro de ayuda
site-search-description = Busque en todos los artículos del centro de ayuda de { $site }.
site-found = { $count ->
    [0] Ningún artículo encontrado
    [one] { $count } artículo encontrado
   *[other] { $count } artículos encontrados
}
site-meant = Se muestran los resultados de
site-as-typed = Buscar «{ $query }» tal como se escribió
site-filters = Acotar los resultados
site-filter-remove = Quitar el filtro
site-foreign = No hay coincidencias en { $language }. Estos artículos están en otros idiomas.
site-read-in = Leer en { $language }
site-pages = Páginas de resultados
site-page-previous = Página anterior
site-page-next = Página siguiente
site-nothing = Ningún artículo coincide con «{ $query }»
site-nothing-yet = ¿Qué está buscando?
site-hint-words = Revise la ortografía o pruebe con otra palabra para lo mismo.
site-hint-general = Use menos palabras: las más importantes.
site-hint-filters = Quite el filtro.
site-nearest = Quizá le sirva alguno de estos

## Formulario de contacto
site-contact-lead = Cuéntenos qué ha pasado y qué esperaba. Cuanto más preciso sea, antes podremos ayudarle.
site-contact-description = Escriba al equipo de atención de { $site }.
site-open-now = Estamos aquí ahora.
site-opens-today = Ahora está cerrado. Abrimos hoy a las { $time }.
site-opens-at = Ahora está cerrado. Abrimos el { $weekday }, { $date }, a las { $time }.
site-expected = Recibirá una respuesta antes del { $when }.
site-problems = Revise estos campos
site-subject = Asunto
site-suggested = Estos artículos pueden resolverlo ahora mismo
site-body = Su mensaje
site-name = Nombre
site-email = Correo electrónico
site-trap = Deje este campo vacío
site-privacy = Usamos lo que escriba aquí solo para responderle.
site-required-subject = Escriba un asunto: bastan unas palabras.
site-required-body = Díganos en qué podemos ayudarle.
site-required-name = Díganos su nombre.
site-required-email = Escriba una dirección de correo a la que podamos responder, como nombre@example.com.
site-too-long = Este texto es demasiado largo.
site-too-many = Ha enviado varios mensajes en poco tiempo. Espere un minuto y vuelva a enviarlo.
site-sent = Hemos recibido su mensaje
site-sent-number = Su número es { $number }.
site-sent-link = Le responderemos por correo electrónico. También puede seguir su consulta y ampliarla en su propia página. No comparta el enlace: quien lo tenga podrá leer su consulta.
site-sent-open = Abrir mi consulta

## Página de la consulta
site-ticket-title = Consulta { $number }
site-ticket-number = Consulta { $number }
site-ticket-description = Su consulta al equipo de atención de { $site }.
site-you = Usted
site-team = Equipo de atención
site-status-new = Recibida
site-status-open = En curso
site-status-pending = A la espera de su respuesta
site-status-solved = Resuelta
site-status-closed = Cerrada
site-reply = Su respuesta
site-reply-send = Enviar respuesta
site-reply-sent = Su respuesta se ha añadido.
site-reply-required = Escriba primero su respuesta.
site-rate = ¿Qué tan satisfecho está con nuestra ayuda?
site-rate-1 = 1: muy insatisfecho
site-rate-2 = 2: insatisfecho
site-rate-3 = 3: ni satisfecho ni insatisfecho
site-rate-4 = 4: satisfecho
site-rate-5 = 5: muy satisfecho
site-rate-comment = ¿Qué deberíamos saber? (opcional)
site-rate-send = Enviar valoración
site-rated = Gracias por su valoración.

## Cuando algo no está
site-not-found = Esta página no existe
site-not-found-lead = Puede que haya cambiado de lugar o que la dirección tenga un error. Busque lo que necesita:
site-other-language = Aún no está disponible en { $language }
site-other-language-lead = Este artículo no se ha traducido. Puede leerlo aquí:
site-perhaps = Quizá alguno de estos
site-error = Algo ha fallado por nuestra parte
site-error-lead = No es culpa suya. Vuelva a intentarlo dentro de un momento.
site-unavailable = Volvemos enseguida
site-unavailable-lead = El centro de ayuda se está iniciando. Vuelva a intentarlo dentro de un momento.
site-busy = Un momento, por favor
site-busy-lead = Han llegado muchas solicitudes desde su conexión en poco tiempo. Espere un minuto y vuelva a intentarlo.
site-invalid = No se puede aceptar esta solicitud
site-invalid-lead = Vuelva atrás e inténtelo de nuevo.
site-request-id = Si nos escribe por esto, indique el número

## Script
site-js-copy = Copiar
site-js-copied = Copiado
site-js-link = Copiar el enlace a «{ $title }»
site-js-enlarge = Ampliar la imagen
site-js-close = Cerrar
site-js-recent = Búsquedas recientes
site-js-forget = Olvidar las búsquedas recientes
site-js-none = Aún no hay resultados. Pulse Intro para buscar en todo.
site-js-count = Sugerencias: { $count }
site-js-all = Todos los resultados de «{ $query }»
site-js-thanks = ¡Gracias! Su respuesta nos ayuda a mejorar este artículo.
site-js-failed = No ha funcionado. Vuelva a intentarlo.
