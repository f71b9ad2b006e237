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
site-search-placeholder = Busca una respuesta

## Inicio y categorías
site-headline = ¿En qué podemos ayudarte?
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
site-article-description = { $title }: lee la respuesta en el centro de ayuda de { $site }.
site-stuck = ¿Aún necesitas ayuda?
site-stuck-lead = Pregunta con tus propias palabras. Encontraremos la respuesta o a quien la sepa.
site-stuck-chat = Preguntar en el chat
site-stuck-contact = Escríbenos

## Opinión
site-helped = ¿Te ha servido este artículo?
site-yes = Sí
site-no = No
site-thanks-yes = Gracias, nos alegra saberlo
site-thanks-yes-lead = Tu respuesta nos indica que este artículo cumple su función.
site-thanks-no = Gracias por decírnoslo
site-thanks-no-lead = ¿Qué te ha faltado? Dos palabras bastan para ayudarnos a mejorar este artículo.
site-thanks-done = Gracias, lo hemos anotado
site-thanks-done-lead = Quienes escriben estos artículos leen todos los comentarios.
site-reason = ¿Cuál ha sido el problema?
site-reason-unclear = Es difícil de entender
site-reason-incomplete = Falta información
site-reason-outdated = Está desactualizado
site-reason-wrong = No me ha funcionado
site-reason-other = No es lo que buscaba
site-comment = ¿Algo más?
site-comment-hint = No escribas aquí datos personales. No podemos responder a los comentarios; escríbenos si necesitas una respuesta.
site-send = Enviar
site-back-to-article = Volver al artículo

## Búsqueda
site-search-heading = Resultados de «{ $query }»
site-search-start = Buscar en el centro de ayuda
site-search-description = Busca en todos los artículos del centro de ayuda de { $site }.
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
site-hint-words = Revisa la ortografía o prueba con otra palabra para lo mismo.
site-hint-general = Usa menos palabras: las más importantes.
site-hint-filters = Quita el filtro.
site-nearest = Quizá te sirva alguno de estos

## Formulario de contacto
site-contact-lead = Cuéntanos qué ha pasado y qué esperabas. Cuanto más preciso sea lo que escribas, antes podremos ayudarte.
site-contact-description = Escribe al equipo de atención de { $site }.
site-open-now = Ahora mismo estamos disponibles.
site-opens-today = Ahora está cerrado. Abrimos hoy a las { $time }.
site-opens-at = Ahora está cerrado. Abrimos el { $weekday }, { $date }, a las { $time }.
site-expected = Recibirás una respuesta antes del { $when }.
site-problems = Revisa estos campos
site-subject = Asunto
site-suggested = Estos artículos pueden resolverlo ahora mismo
site-department = Departamento
site-department-any = No lo sé
site-body = Tu mensaje
site-name = Nombre
site-email = Correo electrónico
site-trap = Deja este campo vacío
site-privacy = Usamos lo que escribas aquí solo para responderte.
site-required-subject = Escribe un asunto: bastan unas palabras.
site-required-body = Dinos en qué podemos ayudarte.
site-required-name = Dinos tu nombre.
site-required-department = Elige uno de estos departamentos.
site-required-email = Escribe una dirección de correo a la que podamos responder, como nombre@example.com.
site-when = Cuándo respondemos
site-today = Hoy:
site-closed-today = cerrado
site-files = Archivos adjuntos (opcional)
site-files-hint = Hasta 5 archivos de 5 MB cada uno: imágenes, PDF, texto, documentos de oficina, ZIP, vídeo.
site-files-sent = Archivos adjuntos
site-files-count = Adjunta como máximo 5 archivos. Vuelve a elegirlos.
site-files-size = Estos archivos son demasiado grandes: 5 MB cada uno y 10 MB en total, como máximo. Vuelve a elegirlos.
site-files-kind = «{ $file }» no se puede adjuntar: no aceptamos este tipo de archivo. Envía una imagen, un PDF, un texto o un ZIP.
site-files-empty = «{ $file }» está vacío. Vuelve a elegirlo.
site-too-long = Este texto es demasiado largo.
site-not-sent = Ahora mismo no se ha podido enviar tu mensaje. Sigue aquí: vuelve a intentarlo en un momento y elige otra vez los archivos.
site-too-many = Has enviado varios mensajes en poco tiempo. Espera un minuto y vuelve a enviarlo.
site-sent = Hemos recibido tu mensaje
site-sent-number = Tu número es { $number }.
site-sent-link = Te responderemos por correo electrónico. También puedes seguir tu solicitud y ampliarla en su propia página. No compartas el enlace: quien lo tenga podrá leer tu solicitud.
site-sent-open = Abrir mi solicitud

## Página de la solicitud
site-ticket-title = Solicitud { $number }
site-ticket-number = Solicitud { $number }
site-ticket-description = Tu solicitud al equipo de atención de { $site }.
site-you = Tú
site-team = Equipo de atención
site-status-new = Recibida
site-status-open = En curso
site-status-pending = A la espera de tu respuesta
site-status-solved = Resuelta
site-status-closed = Cerrada
site-reply = Tu respuesta
site-reply-send = Enviar respuesta
site-reply-sent = Tu respuesta se ha añadido.
site-reply-required = Escribe primero tu respuesta.
site-rate = ¿Qué te ha parecido nuestra ayuda?
site-rate-1 = 1: muy mala
site-rate-2 = 2: mala
site-rate-3 = 3: regular
site-rate-4 = 4: buena
site-rate-5 = 5: muy buena
site-rate-comment = ¿Qué deberíamos saber? (opcional)
site-rate-send = Enviar valoración
site-rated = Gracias por tu valoración.

## Cuando algo no está
site-not-found = Esta página no existe
site-not-found-lead = Puede que haya cambiado de lugar o que la dirección tenga un error. Busca lo que necesitas:
site-other-language = Aún no está disponible en { $language }
site-other-language-lead = Este artículo no se ha traducido. Puedes leerlo aquí:
site-perhaps = Quizá alguno de estos
site-error = Algo ha fallado por nuestra parte
site-error-lead = No es culpa tuya. Vuelve a intentarlo dentro de un momento.
site-unavailable = Volvemos enseguida
site-unavailable-lead = El centro de ayuda se está iniciando. Vuelve a intentarlo dentro de un momento.
site-busy = Un momento, por favor
site-busy-lead = Han llegado muchas peticiones desde tu conexión en poco tiempo. Espera un minuto y vuelve a intentarlo.
site-too-large = Es más de lo que podemos recibir
site-too-large-lead = El mensaje o sus archivos son demasiado grandes. Vuelve atrás y envía menos o archivos más pequeños.
site-invalid = No se puede aceptar esta petición
site-invalid-lead = Vuelve atrás e inténtalo de nuevo.
site-request-id = Si nos escribes por esto, indica el número

## Script
site-js-copy = Copiar
site-js-copied = Copiado
site-js-link = Copiar el enlace a «{ $title }»
site-js-enlarge = Ampliar la imagen
site-js-close = Cerrar
site-js-recent = Búsquedas recientes
site-js-forget = Olvidar las búsquedas recientes
site-js-none = Aún no hay resultados. Pulsa Intro para buscar en todo.
site-js-count = Sugerencias: { $count }
site-js-all = Todos los resultados de «{ $query }»
site-js-thanks = ¡Gracias! Tu respuesta nos ayuda a mejorar este artículo.
site-js-failed = No ha funcionado. Vuelve a intentarlo.
site-js-files-count = Adjunta como máximo 5 archivos.
site-js-files-size = «{ $file }» es demasiado grande: 5 MB por archivo y 10 MB en total, como máximo.
