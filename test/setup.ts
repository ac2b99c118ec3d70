// CommonJS packages that require Nest (throttler, pino) must find it loaded already in ESM mode.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
import '@nestjs/testing';
