//! A connection that is cut when nothing moves on it.
//!
//! hyper times a request's head from its first byte; a client that sends nothing, or stops in the
//! middle of a body or of reading an answer, it would keep for ever. This wraps the socket: a read or
//! write that waits longer than the limit, while nothing moves in the other direction either, fails.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep},
};

/// A socket with an idle limit.
pub struct IdleStream {
    socket: TcpStream,
    limit: Duration,
    alarm: Pin<Box<Sleep>>,
    moved: Instant,
}

impl IdleStream {
    /// Wraps a fresh connection; the clock starts now, before the first byte.
    pub fn new(socket: TcpStream, limit: Duration) -> Self {
        Self { socket, limit, alarm: Box::pin(tokio::time::sleep(limit)), moved: Instant::now() }
    }

    fn has_moved(&mut self) {
        self.moved = Instant::now();
    }

    /// Ready once the limit has passed since the last byte in either direction.
    fn poll_idle(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        while self.alarm.as_mut().poll(cx).is_ready() {
            let due = self.moved + self.limit;
            if Instant::now() >= due {
                return Poll::Ready(io::Error::from(io::ErrorKind::TimedOut));
            }
            self.alarm.as_mut().reset(due);
        }
        Poll::Pending
    }

    fn settle<T>(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match result {
            Poll::Ready(done) => {
                self.has_moved();
                Poll::Ready(done)
            }
            Poll::Pending => self.poll_idle(cx).map(Err),
        }
    }
}

impl AsyncRead for IdleStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.socket).poll_read(cx, buffer);
        self.settle(cx, result)
    }
}

impl AsyncWrite for IdleStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.settle(cx, result)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.socket).poll_write_vectored(cx, parts);
        self.settle(cx, result)
    }
}
